import type { PendingQuery, Row } from 'postgres';

/** A piece of SQL with its parameters, to stand in another. */
export type Fragment = PendingQuery<Row[]>;

import postgres from 'postgres';
import { ARRAY_TYPES } from './array-types.ts';

/** Parsed column types beyond postgres.js' own: see {@link connect}. */
interface ColumnTypes {
  [name: string]: unknown;
  int8: number;
  day: string;
}

export type Sql = postgres.Sql<ColumnTypes>;
export type Transaction = postgres.TransactionSql<ColumnTypes>;
/** What runs a query: a pool or a transaction. */
export type Queryable = postgres.ISql<ColumnTypes>;

export interface ConnectOptions {
  /** Most connections held at once. Default 10. */
  max?: number;
  /** Milliseconds a statement may take before Postgres cancels it. Default: the server's own. */
  statementTimeoutMs?: number;
  /** Milliseconds a connection attempt may take. Default 10,000. */
  connectTimeoutMs?: number;
  /** Milliseconds after which an idle connection is closed. Default: never. */
  idleTimeoutMs?: number;
  /** Called when one of the connections has closed, wanted or not. */
  onClose?: () => void;
}

/**
 * A pool of connections that works directly and through transaction poolers (no prepared statements).
 * `bigint` columns arrive as numbers (every count here is far below 2^53) and `date` columns as `YYYY-MM-DD`, since a day
 * of a site's calendar is not an instant. Connecting is lazy: a wrong address shows at the first query.
 */
export function connect(url: string, options: ConnectOptions = {}): Sql {
  return postgres(url, {
    max: options.max ?? 10,
    prepare: false,
    connect_timeout: (options.connectTimeoutMs ?? 10_000) / 1000,
    ...(options.idleTimeoutMs !== undefined && { idle_timeout: options.idleTimeoutMs / 1000 }),
    ...(options.onClose && { onclose: options.onClose }),
    onnotice: () => {},
    fetch_types: false,
    types: {
      ...ARRAY_TYPES,
      int8: { to: 20, from: [20], serialize: String, parse: Number },
      day: { to: 1082, from: [1082], serialize: String, parse: String },
    },
    connection: {
      application_name: 'passerby',
      ...(options.statementTimeoutMs !== undefined && { statement_timeout: options.statementTimeoutMs }),
    },
  }) as Sql;
}

import type { Queryable, Sql } from '../../db/connect.ts';

export interface Snapshot {
  sql: Queryable;
  /** Gives the connection back. */
  close(): Promise<void>;
}

/**
 * The database as it is now, for as long as it takes: what is read in pages, or for several files, is of one moment. Whoever
 * stops reading for a minute loses it, so that nobody holds a connection for ever.
 */
export async function openSnapshot(sql: Sql): Promise<Snapshot> {
  const reserved = await sql.reserve();
  const close = async (): Promise<void> => {
    // A connection that is gone has nothing to roll back.
    await reserved`rollback`.catch(() => {});
    reserved.release();
  };
  try {
    await reserved`begin isolation level repeatable read read only`;
    await reserved`set local idle_in_transaction_session_timeout = '60s'`;
    // A file of everything may take its time.
    await reserved`set local statement_timeout = '5min'`;
  } catch (error) {
    await close();
    throw error;
  }
  return { sql: reserved, close };
}

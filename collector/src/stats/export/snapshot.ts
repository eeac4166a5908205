import type { Queryable, Sql } from '../../db/connect.ts';

export interface Snapshot {
  sql: Queryable;
  /** Gives the connection back. */
  close(): Promise<void>;
}

/**
 * The database as it is now, for as long as it takes: what is read in pages, or for several files, is of one moment. Whoever
 * stops reading for a minute loses it, so that nobody holds a connection for ever. It is a transaction that waits to be told
 * its end; a connection that postgres.js reserves would do, but reserving one that is not open yet never ends where types are
 * not fetched.
 */
export function openSnapshot(sql: Sql): Promise<Snapshot> {
  return new Promise((resolve, reject) => {
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const transaction = sql.begin('isolation level repeatable read read only', async (tx) => {
      await tx`set local idle_in_transaction_session_timeout = '60s'`;
      // A file of everything may take its time.
      await tx`set local statement_timeout = '5min'`;
      resolve({
        sql: tx,
        async close() {
          end();
          // A connection that is gone has nothing to give back.
          await transaction.catch(() => {});
        },
      });
      await ended;
    });
    transaction.catch(reject);
  });
}

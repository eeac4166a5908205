import path from 'node:path';
import type { Sql } from '../db/connect.ts';
import type { Log } from '../ops/logger.ts';
import { DurableStore } from './durable-store.ts';
import { GroupCommit } from './group-commit.ts';
import { renewablePool } from './renewable-pool.ts';
import { Spool } from './spool.ts';

export interface OpenStoreOptions {
  databaseUrl: string;
  /** Folder under which `spool/` lies. */
  dataDir: string;
  /** How much may wait on disk; 0: nothing. */
  spoolBytes: number;
  log: Log;
}

export interface OpenedStore {
  /** The connections of the way in, apart from those of the statistics: neither waits for the other. */
  sql: Sql;
  store: DurableStore;
  commits: GroupCommit;
  /** Resolves when everything that was taken is durable. */
  close(): Promise<void>;
}

/** Milliseconds that a statement of the way in may take; less than the store's own deadline, so that Postgres gives up first where it can. */
const STATEMENT_MS = 4_000;
const CONNECT_MS = 3_000;

/** Puts together what makes batches durable: connections, spool, group commit. */
export async function openStore({ databaseUrl, dataDir, spoolBytes, log }: OpenStoreOptions): Promise<OpenedStore> {
  const pool = renewablePool(databaseUrl, { max: 6, statementTimeoutMs: STATEMENT_MS, connectTimeoutMs: CONNECT_MS });
  const spool = spoolBytes === 0 ? undefined : await openSpool(path.join(dataDir, 'spool'), spoolBytes, log);
  const store = new DurableStore({
    pool,
    spool,
    log,
    observer: { partitionsMade: (count) => log.warn({ count }, 'partitions of raw_events were missing and have been made') },
  });
  const commits = new GroupCommit({ store: (group) => store.store(group) });
  return {
    sql: pool.sql,
    store,
    commits,
    async close() {
      await commits.drained();
      await store.close();
      await pool.close();
    },
  };
}

/** Where no folder can be written there is no spool: what the database does not take is refused, and the sender keeps it. */
async function openSpool(folder: string, mostBytes: number, log: Log): Promise<Spool | undefined> {
  try {
    return await Spool.open(folder, mostBytes);
  } catch (error) {
    log.warn({ err: error }, 'no spool can be kept; while the database is away events are refused');
    return undefined;
  }
}

import type { AddressInfo } from 'node:net';
import { buildApp } from './app.ts';
import { tokenSecret } from './auth/secret.ts';
import type { Config } from './config.ts';
import { connect } from './db/connect.ts';
import { openDatabase } from './db/database.ts';
import { migrate } from './db/migrate.ts';
import { openGeoDatabase } from './ingest/geo.ts';
import { startScheduler } from './jobs/scheduler.ts';
import { createLogger } from './ops/logger.ts';
import { startUpkeep } from './ops/upkeep.ts';
import { Salts } from './privacy/salts.ts';
import { SiteRegistry } from './sites/registry.ts';
import { GroupCommit } from './store/group-commit.ts';
import { storeGroup } from './store/store-group.ts';

export interface ServerOptions {
  /** Called with a line for people when something takes a moment. */
  onProgress?: (message: string) => void;
  /** Where the log goes. Default: standard output. */
  logTo?: { write(line: string): void };
  /** ms since 1970. Default: the clock of the machine. */
  now?: () => number;
}

export interface Server {
  /** Where it listens, without a slash at the end. */
  url: string;
  /** Takes nothing more, finishes what it has, and lets go of everything. May be called twice. */
  close(): Promise<void>;
}

/** Milliseconds that a statement of the way in may take. */
const STATEMENT_MS = 10_000;

/** Runs a collector: opens the database, brings its schema up to date, listens, and keeps the figures fresh. */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<Server> {
  const { now = Date.now } = options;
  const log = createLogger(config.logLevel, options.logTo);
  const closers: (() => Promise<unknown>)[] = [];
  const closeAll = async (): Promise<void> => { for (const close of closers.splice(0).reverse()) await close(); };
  let stopping = false;
  try {
    const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, onProgress: options.onProgress });
    closers.push(() => database.close());
    const sql = connect(database.url, { max: 8 });
    closers.push(() => sql.end({ timeout: 5 }));
    await migrate(sql, { onProgress: options.onProgress });
    const ingestSql = connect(database.url, { max: 6, statementTimeoutMs: STATEMENT_MS });
    closers.push(() => ingestSql.end({ timeout: 5 }));

    const salts = new Salts(ingestSql, now);
    const upkeep = await startUpkeep({ sql, salts, log, now });
    closers.push(() => upkeep.stop());
    const scheduler = startScheduler({ sql, cron: config.aggregateCron, log });
    closers.push(() => scheduler.stop());

    const commits = new GroupCommit({
      store: (group) => storeGroup(ingestSql, group, {
        partitionMade: (count) => log.warn({ count }, 'a partition of raw_events was missing and has been made'),
      }),
    });
    closers.push(() => commits.drained());
    const app = await buildApp({
      config,
      sql,
      tokenSecret: await tokenSecret(sql, config.tokenSecret),
      sites: new SiteRegistry(ingestSql, now),
      salts,
      commits,
      log,
      locate: config.geoDatabase === undefined ? undefined : openGeoDatabase(config.geoDatabase),
      stopping: () => stopping,
      now,
    });
    closers.push(() => app.close());
    await app.listen({ host: config.host, port: config.port });
    const url = addressOf(app.server.address() as AddressInfo);
    log.info({ url }, 'listening');
    let closing: Promise<void> | undefined;
    return {
      url,
      close() {
        stopping = true;
        closing ??= closeAll();
        return closing;
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** A wildcard is where it listens, not where it is reached. */
function addressOf({ address, port }: AddressInfo): string {
  const host = address === '0.0.0.0' || address === '::' ? 'localhost' : address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

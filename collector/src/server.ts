import type { AddressInfo } from 'node:net';
import { buildApp, type Timeouts } from './app.ts';
import { tokenSecret } from './auth/secret.ts';
import { tokenVerifier } from './auth/token-verifier.ts';
import type { Config } from './config.ts';
import type { WireEvent } from './contract/index.ts';
import { connect } from './db/connect.ts';
import { openDatabase } from './db/database.ts';
import { migrate } from './db/migrate.ts';
import { mailer } from './digests/mailer.ts';
import { startDigests } from './digests/start.ts';
import { openGeoDatabase } from './ingest/geo.ts';
import { recordPlatformEvents } from './ingest/platform-events.ts';
import { startAggregationMonitor } from './jobs/aggregation-monitor.ts';
import { startScheduler } from './jobs/scheduler.ts';
import { aggregationAlert } from './ops/aggregation-alert.ts';
import { closeApp } from './ops/close-app.ts';
import { databaseProbe } from './ops/database-probe.ts';
import { IngestMeter } from './ops/ingest-meter.ts';
import { portError, requireFreePort } from './ops/free-port.ts';
import { createLogger } from './ops/logger.ts';
import { startMetaMonitor } from './ops/meta-monitor.ts';
import { startUpkeep } from './ops/upkeep.ts';
import { Salts } from './privacy/salts.ts';
import { recordPublicAddress } from './sites/public-address.ts';
import { SiteRegistry } from './sites/registry.ts';
import { openStore } from './store/open-store.ts';
import { renewablePool, type RenewablePool } from './store/renewable-pool.ts';

export interface ServerOptions {
  /** Called with a line for people when something takes a moment. */
  onProgress?: (message: string) => void;
  /** Where the log goes. Default: standard output. */
  logTo?: { write(line: string): void };
  /** ms since 1970. Default: the clock of the machine. */
  now?: () => number;
  timeouts?: Timeouts;
  /** Milliseconds that a question may take in Postgres, and until it is answered. */
  answers?: { statementMs: number; deadlineMs: number };
  /** Milliseconds between two events about the way in, on the platform's own site. Default one minute. */
  watchEveryMs?: number;
}

export interface Server {
  /** Where it listens, without a slash at the end. */
  url: string;
  /** Takes nothing more, finishes what it has, and lets go of everything. May be called twice. */
  close(): Promise<void>;
}

/** Runs a collector: opens the database, brings its schema up to date, listens, and keeps the figures fresh. */
export async function startServer(config: Config, options: ServerOptions = {}): Promise<Server> {
  const { now = Date.now } = options;
  const log = createLogger(config.logLevel, options.logTo);
  const closers: (() => Promise<unknown>)[] = [];
  const closeAll = async (): Promise<void> => { for (const close of closers.splice(0).reverse()) await close(); };
  let stopping = false;
  await requireFreePort(config.host, config.port);
  try {
    const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir, onProgress: options.onProgress });
    closers.push(() => database.close());
    const sql = connect(database.url, { max: 6 });
    closers.push(() => sql.end({ timeout: 5 }));
    await migrate(sql, { onProgress: options.onProgress });
    const ingest = await openStore({ databaseUrl: database.url, dataDir: config.dataDir, spoolBytes: config.spoolBytes, log });
    closers.push(() => ingest.close());

    const salts = new Salts(ingest.sql, now);
    const upkeep = await startUpkeep({ sql, salts, log, now });
    closers.push(() => upkeep.stop());
    const scheduler = startScheduler({ sql, cron: config.aggregateCron, log });
    closers.push(() => scheduler.stop());
    const meter = new IngestMeter();
    const record = (events: WireEvent[]): Promise<void> => recordPlatformEvents(events, { sql, salts, commits: ingest.commits, now });
    const monitor = startMetaMonitor({ meter, log, record, everyMs: options.watchEveryMs });
    closers.push(() => monitor.stop());
    const aggregation = startAggregationMonitor({ sql, cron: config.aggregateCron, log, alert: aggregationAlert({ record, webhook: config.alertWebhook }) });
    closers.push(() => aggregation.stop());

    const probe = databaseProbe(database.url);
    closers.push(() => probe.close());
    let url = '';
    const publicUrl = (): string => config.publicUrl ?? url;
    // A question that takes too long is given up by Postgres; a connection that says nothing any more, by us.
    const { statementMs, deadlineMs } = options.answers ?? { statementMs: 30_000, deadlineMs: 35_000 };
    const pool = (address: string): RenewablePool => {
      const made = renewablePool(address, { max: 8, statementTimeoutMs: statementMs, connectTimeoutMs: 5_000 });
      closers.push(() => made.close());
      return made;
    };
    // Who may ask is asked of the database itself: a replica would hear late of what is called back.
    const access = pool(database.url);
    const figures = config.replicaUrl === undefined ? access : pool(config.replicaUrl);
    const secret = await tokenSecret(sql, config.tokenSecret);
    const app = await buildApp({
      config,
      sql,
      figures: { sql: figures.sql, accessSql: access.sql, deadlineMs, onHang: () => { for (const one of new Set([access, figures])) one.renew(); } },
      publicUrl,
      record,
      probe,
      ingestSql: ingest.sql,
      secret,
      verify: tokenVerifier({ secret, foreign: config.foreignIssuer }),
      sites: new SiteRegistry(ingest.sql, now),
      salts,
      commits: ingest.commits,
      store: ingest.store,
      meter,
      log,
      locate: config.geoDatabase === undefined ? undefined : openGeoDatabase(config.geoDatabase),
      stopping: () => stopping,
      aggregation: () => aggregation.latest(),
      timeouts: options.timeouts,
      now,
    });
    closers.push(() => closeApp(app));
    await app.listen({ host: config.host, port: config.port }).catch((error: unknown) => { throw portError(error, config.host, config.port); });
    url = addressOf(app.server.address() as AddressInfo);
    await recordPublicAddress(sql, publicUrl());
    // Mails hold links to where it listens.
    const sendMail = config.smtpUrl !== undefined && config.mailFrom !== undefined ? mailer({ smtpUrl: config.smtpUrl, from: config.mailFrom }) : undefined;
    const digests = startDigests({ sql, log, sendMail, publicUrl, secret }, now);
    closers.push(() => digests.stop());
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

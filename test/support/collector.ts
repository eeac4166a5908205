import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { tokenSecret } from '../../collector/src/auth/secret.ts';
import { mintToken } from '../../collector/src/auth/tokens.ts';
import { loadConfig, type Config } from '../../collector/src/config.ts';
import type { Role } from '../../collector/src/contract/index.ts';
import type { Sql } from '../../collector/src/db/connect.ts';
import { aggregate } from '../../collector/src/jobs/aggregate.ts';
import { startServer, type ServerOptions } from '../../collector/src/server.ts';
import { addSite, type AddedSite, type NewSite } from '../../collector/src/sites/add-site.ts';
import { freshDatabase } from './database.ts';
import { TcpProxy } from './tcp-proxy.ts';

export interface TestCollectorOptions extends ServerOptions {
  /** Over the defaults of a collector with a free port, a silent log and no aggregation but `aggregate()`. */
  config?: Partial<Config>;
  /** Puts a proxy between the collector and its database, to disturb them. */
  proxied?: boolean;
}

export interface TestCollector {
  url: string;
  /** The collector's own database, to look into. */
  sql: Sql;
  databaseUrl: string;
  /** Between the collector and its database; there where `proxied`. */
  proxy: TcpProxy;
  /** Where its spool lies. */
  dataDir: string;
  /** Default: a site at localhost, in UTC. */
  addSite(site?: Partial<NewSite>): Promise<AddedSite>;
  /** Computes every figure that is due. */
  aggregate(): Promise<void>;
  /** A panel token for a site's public key. */
  token(siteKey: string, role?: Role): Promise<string>;
  /** Ends the collector; its database stays, and `start` runs another one on it, at the same address. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Ends the collector and removes its database. */
  close(): Promise<void>;
}

/** A real collector on a free port of the loopback, with a database of its own. */
export async function startCollector({ config: overrides, proxied = false, ...options }: TestCollectorOptions = {}): Promise<TestCollector> {
  const database = await freshDatabase();
  const proxy = await TcpProxy.before(database.url);
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'passerby-data-'));
  const config: Config = {
    ...loadConfig({ PASSERBY_LOG_LEVEL: 'silent', PASSERBY_RATE_LIMIT: '1000000', PASSERBY_AGGREGATE_CRON: '0 0 1 1 *' }),
    dataDir,
    databaseUrl: proxied ? proxy.url : database.url,
    port: 0,
    ...overrides,
  };
  let server = await startServer(config, options);
  const { url } = server;
  return {
    url,
    sql: database.sql,
    databaseUrl: database.url,
    proxy,
    dataDir,
    addSite: (site) => addSite(database.sql, { domain: 'localhost', ...site }),
    async aggregate() { await aggregate(database.sql); },
    async token(siteKey, role = 'admin') {
      return mintToken({ secret: await tokenSecret(database.sql, config.tokenSecret), role, sites: [siteKey], ttlSeconds: 3_600 });
    },
    stop: () => server.close(),
    async start() { server = await startServer({ ...config, port: Number(new URL(url).port) }, options); },
    async close() {
      proxy.pass();
      await server.close();
      await proxy.close();
      await database.drop();
      await fs.rm(dataDir, { recursive: true, force: true });
    },
  };
}

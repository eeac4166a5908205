import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { tokenSecret } from '../../collector/src/auth/secret.ts';
import { mintToken } from '../../collector/src/auth/tokens.ts';
import { loadConfig } from '../../collector/src/config.ts';
import type { NewFunnel, NewGoal, WireEvent } from '../../collector/src/contract/index.ts';
import { connect } from '../../collector/src/db/connect.ts';
import { migrate } from '../../collector/src/db/migrate.ts';
import { importEvents } from '../../collector/src/ingest/import.ts';
import { aggregate } from '../../collector/src/jobs/aggregate.ts';
import { startServer } from '../../collector/src/server.ts';
import { addSite } from '../../collector/src/sites/add-site.ts';
import { findSite } from '../../collector/src/sites/find-site.ts';
import { addFunnel } from '../../collector/src/sites/funnels.ts';
import { addGoal } from '../../collector/src/sites/goals.ts';
import { builderEvents } from '../../examples/sample/builder-events.ts';
import { campaignEvents } from '../../examples/sample/campaign-events.ts';
import { BUILDER_FUNNELS, BUILDER_GOALS, PORTFOLIO_FUNNELS, PORTFOLIO_GOALS } from '../../examples/sample/goals.ts';
import { portfolioEvents, readSample } from '../../examples/sample/portfolio-events.ts';
import { benchPostgres } from '../support/postgres.ts';

export interface SampleServer {
  url: string;
  /** Public keys. */
  portfolio: string;
  builder: string;
  token(key: string): Promise<string>;
  close(): Promise<void>;
}

/** A collector with the sample's two sites, on a Postgres of its own. */
export async function startSampleServer(): Promise<SampleServer> {
  const postgres = await benchPostgres();
  const dataDir = await fs.mkdtemp(path.join(os.tmpdir(), 'passerby-bench-data-'));
  const config = { ...loadConfig({ PASSERBY_LOG_LEVEL: 'silent', PASSERBY_RATE_LIMIT: '1000000', PASSERBY_AGGREGATE_CRON: '0 0 1 1 *' }), dataDir, databaseUrl: postgres.url, port: 0 };
  const sql = connect(postgres.url);
  await migrate(sql);
  const fill = async (domain: string, goals: readonly NewGoal[], funnels: readonly NewFunnel[], events: Iterable<WireEvent>[]): Promise<string> => {
    const { key } = await addSite(sql, { domain, timezone: 'Europe/Berlin' });
    const site = await findSite(sql, key);
    for (const goal of goals) await addGoal(sql, site.siteId, goal);
    for (const funnel of funnels) await addFunnel(sql, site.siteId, funnel);
    for (const some of events) await importEvents({ sql, site, lines: lines(some) });
    return key;
  };
  const now = Date.now();
  const portfolio = await fill('mara.example', PORTFOLIO_GOALS, PORTFOLIO_FUNNELS, [portfolioEvents(readSample(), now), campaignEvents(now)]);
  const builder = await fill('builder.example', BUILDER_GOALS, BUILDER_FUNNELS, [builderEvents(now)]);
  await aggregate(sql);
  const server = await startServer(config);
  return {
    url: server.url,
    portfolio,
    builder,
    token: async (key) => mintToken({ secret: await tokenSecret(sql, config.tokenSecret), role: 'admin', sites: [key], ttlSeconds: 3_600 }),
    async close() {
      await server.close();
      await sql.end({ timeout: 1 });
      await postgres.remove();
      await fs.rm(dataDir, { recursive: true, force: true });
    },
  };
}

function* lines(events: Iterable<WireEvent>): Generator<string> {
  for (const event of events) yield JSON.stringify(event);
}

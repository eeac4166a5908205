import type { WireEvent } from '../../collector/src/contract/index.ts';
import type { Sql } from '../../collector/src/db/connect.ts';
import { importEvents } from '../../collector/src/ingest/import.ts';
import { aggregate } from '../../collector/src/jobs/aggregate.ts';
import { addSite } from '../../collector/src/sites/add-site.ts';
import { findSite } from '../../collector/src/sites/find-site.ts';
import { builderEvents } from '../sample/builder-events.ts';
import { portfolioEvents, readSample } from '../sample/portfolio-events.ts';

/** Public keys of the two sites of the demo. */
export interface DemoSites { portfolio: string; builder: string }

/**
 * The demo's two sites, made and filled the first time, found again after that. The moment that the sample ends at is kept,
 * so that a load which was interrupted goes on with the same events instead of adding others.
 */
export async function sampleSites(sql: Sql, timezone: string, say: (line: string) => void): Promise<DemoSites> {
  const now = Date.parse(await remember(sql, 'demo_sample_until', () => Promise.resolve(new Date().toISOString())));
  const portfolio = await remember(sql, 'demo_portfolio_key', async () =>
    (await addSite(sql, { domain: 'localhost', timezone, owner: 'artist-demo', plan: 'pro' })).key);
  const builder = await remember(sql, 'demo_builder_key', async () =>
    (await addSite(sql, { domain: 'localhost', timezone, owner: 'platform', plan: 'studio' })).key);
  await remember(sql, 'demo_sample_loaded', async () => {
    await load(sql, portfolio, 'visits of the portfolio', portfolioEvents(readSample(), now), say);
    await load(sql, builder, 'activity in the builder', builderEvents(now), say);
    say('Aggregating …');
    await aggregate(sql);
    return new Date().toISOString();
  });
  return { portfolio, builder };
}

async function load(sql: Sql, key: string, what: string, events: Iterable<WireEvent>, say: (line: string) => void): Promise<void> {
  const result = await importEvents({ sql, site: await findSite(sql, key), lines: lines(events), onProgress: () => {} });
  say(`Loaded the sample: ${(result.accepted + result.duplicates).toLocaleString('en')} events, ${what}`);
}

async function* lines(events: Iterable<WireEvent>): AsyncGenerator<string> {
  for (const event of events) yield JSON.stringify(event);
}

/** The value kept under a name, made the first time. */
async function remember(sql: Sql, name: string, make: () => Promise<string>): Promise<string> {
  const [kept] = await sql<{ value: string }[]>`select value from passerby.settings where name = ${name}`;
  if (kept) return kept.value;
  const value = await make();
  await sql`insert into passerby.settings (name, value) values (${name}, ${value})`;
  return value;
}

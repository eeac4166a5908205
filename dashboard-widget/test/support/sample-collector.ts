import { importEvents } from '../../../collector/src/ingest/import.ts';
import { findSite } from '../../../collector/src/sites/find-site.ts';
import { addFunnel } from '../../../collector/src/sites/funnels.ts';
import { addGoal } from '../../../collector/src/sites/goals.ts';
import { builderEvents } from '../../../examples/sample/builder-events.ts';
import { campaignEvents } from '../../../examples/sample/campaign-events.ts';
import { BUILDER_FUNNELS, BUILDER_GOALS, PORTFOLIO_FUNNELS, PORTFOLIO_GOALS } from '../../../examples/sample/goals.ts';
import { portfolioEvents, readSample } from '../../../examples/sample/portfolio-events.ts';
import type { NewFunnel, NewGoal, WireEvent } from '../../../collector/src/contract/index.ts';
import { startCollector, type TestCollector } from '../../../test/support/collector.ts';

export interface SampleCollector extends TestCollector {
  /** Public keys: the sample's portfolio, the sample's builder, and a site that nothing was ever sent to. */
  portfolio: string;
  builder: string;
  unvisited: string;
  /** Adds events to the portfolio. */
  import(key: string, events: Iterable<WireEvent>): Promise<void>;
  /** One GET of the stats API. */
  ask<T>(key: string, path: string): Promise<T>;
}

/** A real collector with the sample's two sites in it. */
export async function startSampleCollector(): Promise<SampleCollector> {
  const collector = await startCollector();
  const add = async (domain: string): Promise<string> => (await collector.addSite({ domain, timezone: 'Europe/Berlin' })).key;
  const sites = { portfolio: await add('mara.example'), builder: await add('builder.example'), unvisited: await add('new.example') };
  const fill = async (key: string, events: Iterable<WireEvent>): Promise<void> => {
    await importEvents({ sql: collector.sql, site: await findSite(collector.sql, key), lines: lines(events) });
    await collector.aggregate();
  };
  const aim = async (key: string, goals: readonly NewGoal[], funnels: readonly NewFunnel[]): Promise<void> => {
    const { siteId } = await findSite(collector.sql, key);
    for (const goal of goals) await addGoal(collector.sql, siteId, goal);
    for (const funnel of funnels) await addFunnel(collector.sql, siteId, funnel);
  };
  const now = Date.now();
  await aim(sites.portfolio, PORTFOLIO_GOALS, PORTFOLIO_FUNNELS);
  await aim(sites.builder, BUILDER_GOALS, BUILDER_FUNNELS);
  await fill(sites.portfolio, portfolioEvents(readSample(), now));
  await fill(sites.portfolio, campaignEvents(now));
  await fill(sites.builder, builderEvents(now));
  await collector.sql`analyze`;
  return {
    ...collector,
    ...sites,
    import: fill,
    async ask<T>(key: string, path: string): Promise<T> {
      const response = await fetch(`${collector.url}/api/stats/${key}/${path}`, { headers: { authorization: `Bearer ${await collector.token(key)}` } });
      if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
      return (await response.json()) as T;
    },
  };
}

function* lines(events: Iterable<WireEvent>): Generator<string> {
  for (const event of events) yield JSON.stringify(event);
}

import type { NewFunnel, NewGoal, WireEvent } from '../../collector/src/contract/index.ts';
import type { Sql } from '../../collector/src/db/connect.ts';
import { importEvents } from '../../collector/src/ingest/import.ts';
import { aggregate } from '../../collector/src/jobs/aggregate.ts';
import { setPlan, type PlanChange } from '../../collector/src/plans/set-plan.ts';
import { addSite } from '../../collector/src/sites/add-site.ts';
import { findSite } from '../../collector/src/sites/find-site.ts';
import { addFunnel } from '../../collector/src/sites/funnels.ts';
import { addGoal } from '../../collector/src/sites/goals.ts';
import { builderEvents } from '../sample/builder-events.ts';
import { campaignEvents } from '../sample/campaign-events.ts';
import { consentAnswers } from '../sample/consent-answers.ts';
import { BUILDER_FUNNELS, BUILDER_GOALS, PORTFOLIO_FUNNELS, PORTFOLIO_GOALS } from '../sample/goals.ts';
import { portfolioEvents, readSample } from '../sample/portfolio-events.ts';

/** Public keys of the sites of the demo. */
export interface DemoSites {
  portfolio: string;
  builder: string;
  /** Every portfolio, that one first. */
  portfolios: string[];
}

/** What the platform sells, the smallest first. */
const PLANS: Record<string, PlanChange> = {
  free: { name: 'Free', position: 1, history_days: 90, intervals: ['day', 'week', 'month'], export: false, funnels: false, goals: 1, share_links: false },
  pro: { name: 'Pro', position: 2, history_days: 730 },
  studio: { name: 'Studio', position: 3 },
};

/** Portfolios of other artists, whom fewer visit. */
const OTHERS = [
  { domain: 'ines-okafor.example', owner: 'artist-1', plan: 'studio', part: 0.5 },
  { domain: 'tomas-vrba.example', owner: 'artist-2', plan: 'free', part: 0.12 },
  { domain: 'yuki-arai.example', owner: 'artist-3', plan: 'free', part: 0.25 },
];

/**
 * The demo's sites, made and filled the first time, found again after that. The moment that the sample ends at is kept,
 * so that a load which was interrupted goes on with the same events instead of adding others.
 */
export async function sampleSites(sql: Sql, timezone: string, say: (line: string) => void): Promise<DemoSites> {
  const now = Date.parse(await remember(sql, 'demo_sample_until', () => Promise.resolve(new Date().toISOString())));
  const portfolio = await remember(sql, 'demo_portfolio_key', async () =>
    (await addSite(sql, { domain: 'localhost', timezone, owner: 'artist-demo', plan: 'pro' })).key);
  const builder = await remember(sql, 'demo_builder_key', async () =>
    (await addSite(sql, { domain: 'localhost', timezone, owner: 'platform', plan: 'studio' })).key);
  const others: string[] = [];
  for (const { domain, owner, plan } of OTHERS) {
    others.push(await remember(sql, `demo_${owner}_key`, async () => (await addSite(sql, { domain, timezone, owner, plan })).key));
  }
  await remember(sql, 'demo_aims', async () => {
    for (const [plan, included] of Object.entries(PLANS)) await setPlan(sql, plan, included);
    await aims(sql, portfolio, PORTFOLIO_GOALS, PORTFOLIO_FUNNELS);
    await aims(sql, builder, BUILDER_GOALS, BUILDER_FUNNELS);
    return 'added';
  });
  await remember(sql, 'demo_sample_loaded', async () => {
    const sample = readSample();
    await load(sql, portfolio, 'visits of the portfolio', portfolioEvents(sample, now), say);
    await load(sql, portfolio, 'visits by campaigns', campaignEvents(now), say);
    await load(sql, builder, 'activity in the builder', builderEvents(now), say);
    for (const [index, { domain, part }] of OTHERS.entries()) await load(sql, others[index]!, `visits of ${domain}`, portfolioEvents(sample, now, part), say);
    await answer(sql, portfolio, now);
    say('Aggregating …');
    await aggregate(sql);
    // So much at once, and the planner would not know of it before the next autovacuum.
    await sql`analyze`;
    return new Date().toISOString();
  });
  return { portfolio, builder, portfolios: [portfolio, ...others] };
}

/** Goals and funnels, those that are missing. */
async function aims(sql: Sql, key: string, goals: readonly NewGoal[], funnels: readonly NewFunnel[]): Promise<void> {
  const { siteId } = await findSite(sql, key);
  const known = await sql<{ name: string }[]>`
    select name from passerby.goals where site_id = ${siteId} union select name from passerby.funnels where site_id = ${siteId}`;
  const missing = ({ name }: { name: string }): boolean => !known.some((one) => one.name === name);
  for (const goal of goals.filter(missing)) await addGoal(sql, siteId, goal);
  for (const funnel of funnels.filter(missing)) await addFunnel(sql, siteId, funnel);
}

/** How visitors answered the banner. */
async function answer(sql: Sql, key: string, now: number): Promise<void> {
  const { siteId } = await findSite(sql, key);
  const rows = [...consentAnswers(now)].map(({ record_id, recorded_at, analytics }) =>
    ({ site_id: siteId, record_id, recorded_at, choice: sql.json({ analytics }), version: '1', chosen_at: recorded_at }));
  await sql`insert into passerby.consent_records ${sql(rows)} on conflict do nothing`;
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

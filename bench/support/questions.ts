import type { Sql } from '../../collector/src/db/connect.ts';
import { aggregate } from '../../collector/src/jobs/aggregate.ts';
import { addFunnel, funnelsOf } from '../../collector/src/sites/funnels.ts';
import { addGoal, goalsOf } from '../../collector/src/sites/goals.ts';

/** What the largest site defines for itself. */
export interface Defined {
  goal: number;
  funnel: number;
}

/**
 * Gives the largest site a goal, a funnel and, for each day up to today, accounts that build, answers to the banner and batches:
 * none of these are in its events. Where it has them, finds them.
 */
export async function define(sql: Sql, days: number): Promise<Defined> {
  const [[goal], [funnel]] = [await goalsOf(sql, 1), await funnelsOf(sql, 1)];
  if (goal && funnel) return { goal: goal.goal_id, funnel: funnel.funnel_id };
  const added = {
    goal: await addGoal(sql, 1, { name: 'Contact', event: 'contact_submitted' }),
    funnel: (await addFunnel(sql, 1, { name: 'To contact', steps: [{ name: 'Page', event: 'page_view', path: '/page/1*' }, { name: 'Contact', event: 'contact_submitted' }] })).funnel_id,
  };
  await aggregate(sql);
  await fillAround(sql, days);
  return added;
}

async function fillAround(sql: Sql, days: number): Promise<void> {
  const day = sql`(current_date - d)`;
  await sql`
    insert into passerby.builder_days (site_id, day, user_id, event, actions)
    select 1, ${day}, 'builder-' || b, e, 1 + b % 5 from generate_series(0, ${days - 1}::int) d, generate_series(1, 5000) b,
           unnest(array['builder.page_edited', 'builder.image_uploaded', 'builder.site_published']) e
     where hashtext(b || ' ' || d || e) % 7 = 0`;
  await sql`
    insert into passerby.account_days (site_id, day, user_id, plan, upgrades, downgrades)
    select 1, ${day}, 'builder-' || b, (array['free', 'pro', 'studio'])[1 + b % 3], 0, 0 from generate_series(0, ${days - 1}::int) d, generate_series(1, 5000) b where hashtext(b || ' ' || d) % 7 = 0`;
  await sql`
    insert into passerby.consent_records (site_id, record_id, recorded_at, choice, version, chosen_at)
    select 1, gen_random_uuid(), ${day} + interval '12 hours', jsonb_build_object('analytics', n % 3 > 0), '1', now() from generate_series(0, ${days - 1}::int) d, generate_series(1, 2000) n`;
  await sql`
    insert into passerby.event_batches (site_id, batch_id, received_at, accepted, duplicates, rejected, reasons, origin, dropped)
    select 1, gen_random_uuid(), ${day} + make_interval(secs => n * 20), 3, n % 2, case when n % 50 = 0 then 1 else 0 end, case when n % 50 = 0 then '{"too_old": 1}'::jsonb end, 'browser', null
      from generate_series(0, ${days - 1}::int) d, generate_series(1, 4000) n`;
  for (const table of ['visits', 'builder_days', 'account_days', 'consent_records', 'event_batches']) await sql`vacuum analyze passerby.${sql(table)}`;
}

/** What a panel asks when it opens, of one range. */
export function panelQuestions(site: string, range: string): string[] {
  const dimensions = ['page', 'entry_page', 'source', 'channel', 'country', 'device', 'browser', 'event'];
  return [
    `/api/stats/${site}/summary?${range}&compare=previous`, `/api/stats/${site}/timeseries?${range}`,
    ...dimensions.map((dimension) => `/api/stats/${site}/breakdown?${range}&dimension=${dimension}`),
  ];
}

/** Every endpoint, and some of what it can be asked, of one range. */
export function everyQuestion(site: string, range: string, { goal, funnel }: Defined): [name: string, path: string][] {
  const of = (name: string, query = '') => `/api/stats/${site}/${name}?${range}${query}`;
  return [
    ['summary', of('summary')], ['summary, compared', of('summary', '&compare=previous')], ['timeseries by day', of('timeseries')], ['timeseries by week', of('timeseries', '&interval=week')],
    ['timeseries by hour', of('timeseries', '&interval=hour')], ['breakdown by source', of('breakdown', '&dimension=source')], ['breakdown by page, 100 rows', of('breakdown', '&dimension=page&limit=100')],
    ['breakdown with a goal', of('breakdown', `&dimension=utm_campaign&goal=${goal}`)], ['breakdown, filtered', of('breakdown', '&dimension=page&filter=country:is:CH')],
    ['summary, 3 filters', of('summary', '&filter=country:is:CH&filter=device:is_not:mobile&filter=page:matches:/page/1*')], ['goals', of('goals')], ['contacts', of('contacts')],
    ['funnel', of('funnel', `&id=${funnel}`)], ['builder', of('builder', '&compare=previous')], ['plans', of('plans')], ['quality', of('quality')],
    ['all sites: summary', `/api/stats/all/summary?${range}`], ['all sites: timeseries', `/api/stats/all/timeseries?${range}`], ['all sites: breakdown', `/api/stats/all/breakdown?${range}&dimension=country`],
    ['sites', `/api/stats/sites?${range}`],
  ];
}

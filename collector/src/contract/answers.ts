import { z } from 'zod';
import { PLAN_LIMITS } from './access.ts';
import { PROBLEMS, type ProblemCode } from './problems.ts';
import { DROP_REASONS, REJECT_REASONS } from './reasons.ts';
import { properties } from './schema.ts';
import { DIMENSIONS, INTERVALS, ROLES } from './stats.ts';
import { USAGE_EVENTS } from './usage.ts';

/** zod mirrors of what the API answers and takes; answers.test.ts holds them equal to the types. The API's description is made of them. */

const day = z.iso.date();
const time = z.iso.datetime();
const count = z.int().min(0);
const rate = z.number().min(0).max(1);
const range = { from: day.describe('First local day, inclusive.'), to: day.describe('Last local day, inclusive.') };

export const meta = z.object({
  site: z.string().describe('Public key of the site; `all`: the figures are sums over sites.'),
  domain: z.string(),
  timezone: z.string().describe('IANA zone in which days and hours are cut.'),
  sites: count.optional().describe('For `all`: over how many sites.'),
  ...range,
  aggregated_at: time.nullable().describe('Last finished aggregation; null before the first.'),
  pending: z.boolean().describe('Events arrived since and are not in these numbers yet.'),
  definitions: z.int().describe('Version of the definitions of the figures.'),
  approximate: z.boolean().describe('A figure could not be exact, because rows it needs are no longer kept.'),
});

const metricFields = {
  visitors: count.describe('Distinct visitors.'),
  visits: count.describe('Visits that start in the range.'),
  page_views: count,
  views_per_visit: z.number(),
  bounce_rate: rate.describe('Bounces / visits.'),
  visit_duration: z.number().describe('Mean seconds over all visits, bounces included.'),
  events: count.describe('All stored events but those of bots.'),
};
export const metrics = z.object(metricFields);

const compared = <T extends z.ZodRawShape>(shape: T) => z.object({ ...range, ...shape }).optional().describe('There where the question asked for a comparison.');

export const summary = z.object({ metrics, previous: compared({ metrics }), meta });

export const point = z.object({
  ...metricFields,
  t: z.string().describe('Start of the bucket: a day, or for hours a time with the site\'s offset.'),
  partial: z.boolean().describe('The bucket is not over yet.'),
});
export const timeseries = z.object({ interval: z.enum(INTERVALS), points: z.array(point), previous: compared({ points: z.array(point) }), meta });

export const row = z.object({
  ...metricFields,
  value: z.string().describe('Of the dimension; empty where there is none.'),
  conversions: count.optional().describe('With `goal`: events that meet it.'),
  converted: count.optional().describe('With `goal`: distinct visitors with at least one conversion.'),
  conversion_rate: rate.optional().describe('With `goal`: converted / visitors.'),
});
export const breakdown = z.object({
  dimension: z.union([z.enum(DIMENSIONS), z.templateLiteral(['property:', z.string()])]),
  rows: z.array(row),
  total_rows: count.describe('Distinct values in the range, of those that `search` found.'),
  meta,
});

const rule = {
  event: z.string(),
  path: z.string().optional().describe('Glob on the path, `*` for any characters.'),
  properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional().describe('Values that the event\'s properties must equal.'),
};
export const goal = z.object({ goal_id: z.int(), name: z.string(), ...rule });
export const goalList = z.object({ goals: z.array(goal) });
const goalFigures = z.object({ goal_id: z.int(), name: z.string(), visitors: count, conversions: count, conversion_rate: rate });
const goalsShape = { visitors: count.describe('Distinct visitors of the range: what the rates are of.'), goals: z.array(goalFigures) };
export const goals = z.object({ ...goalsShape, previous: compared(goalsShape), meta });

export const funnelDefinition = z.object({ funnel_id: z.int(), name: z.string(), window_s: z.int(), steps: z.array(z.object({ name: z.string(), ...rule })) });
export const funnelList = z.object({ funnels: z.array(funnelDefinition) });
export const funnels = z.object({ funnels: z.array(funnelDefinition), meta });
export const funnel = z.object({
  funnel_id: z.int(), name: z.string(), window_s: z.int(),
  steps: z.array(z.object({
    name: z.string(),
    visitors: count.describe('That did this step and all before it, in order, within the window.'),
    step_rate: rate.describe('Of those that did the step before.'),
    total_rate: rate.describe('Of those that did the first step.'),
    median_seconds: z.number().nullable().describe('From the step before.'),
  })),
  meta,
});

const contactFigures = { submissions: count, visitors: count, contact_rate: rate };
export const contacts = z.object({
  ...contactFigures, previous: compared(contactFigures),
  points: z.array(z.object({ t: z.string(), submissions: count, partial: z.boolean() })),
  sources: z.array(z.object({ value: z.string(), submissions: count, visitors: count })),
  meta,
});

const builderFigures = {
  active_builders: count, actions: count, actions_per_builder: z.number(), publishers: count, publish_rate: rate, new_builders: count, activated: count, activation_rate: rate,
};
export const builder = z.object({
  ...builderFigures, previous: compared(builderFigures), interval: z.enum(['day', 'week', 'month']),
  points: z.array(z.object({ t: z.string(), active_builders: count, actions: count, partial: z.boolean() })),
  features: z.array(z.object({ value: z.string(), builders: count, actions: count })),
  meta,
});

export const plans = z.object({
  points: z.array(z.object({ t: z.string(), accounts: z.record(z.string(), z.number()), upgrades: count, downgrades: count, partial: z.boolean() })), meta,
});

export const quality = z.object({
  consent: z.object({ asked: count, granted: count, denied: count, coverage: rate.nullable() }),
  events: z.object({
    stored: count, bots: count,
    rejected: z.array(z.object({ reason: z.enum(REJECT_REASONS), events: count })),
    duplicates: count,
    dropped_by_trackers: z.array(z.object({ reason: z.enum(DROP_REASONS), events: count })),
  }),
  lag_seconds: z.number(),
  meta,
});

export const sites = z.object({
  rows: z.array(z.object({
    site: z.string(), domain: z.string(), owner: z.string().nullable(), plan: z.string().nullable(), visitors: count, visits: count, page_views: count, contacts: count,
  })),
  total_rows: count, plans: z.array(z.string()), owners: z.array(z.string()), meta,
});

export const access = z.object({
  role: z.enum([...ROLES, 'share']),
  plan: z.string().nullable().describe('By which questions are answered; null: none, which limits nothing.'),
  allows: z.object({
    history_days: z.int().nullable().describe('Local days back from today; null: without end.'),
    intervals: z.array(z.enum(INTERVALS)),
    dimensions: z.union([z.array(z.enum(DIMENSIONS)), z.literal('all')]),
    export: z.boolean(), funnels: z.boolean(),
    goals: z.int().nullable().describe('How many a site may have; null: any number.'),
    share_links: z.boolean(),
  }),
  may: z.object({ manage: z.boolean().describe('Add and remove goals, funnels and share links.') }),
  plans: z.array(z.object({ plan: z.string(), name: z.string() })).describe('Every plan, the smallest first.'),
});

const link = { share_id: z.uuid(), name: z.string(), created_at: time, expires_at: time.nullable() };
export const shareLinks = z.object({ shares: z.array(z.object(link)) });
export const createdShareLink = z.object({ ...link, token: z.string().describe('`sh_…`, told only now.'), url: z.string() });

export const usage = z.object({ event: z.enum(USAGE_EVENTS), properties: properties.optional() });

export const erasure = z.object({ request_id: z.string(), events: count });
export const privacyRequests = z.object({
  requests: z.array(z.object({ request_id: z.string(), kind: z.enum(['export', 'erase']), requested_at: time, completed_at: time.nullable(), events: count })),
});
export const consentRecord = z.object({ record_id: z.string(), choice: z.record(z.string(), z.boolean()), version: z.string(), chosen_at: time, recorded_at: time });
export const retention = z.object({ events_days: z.int().nullable(), visits_days: z.int().nullable() });

export const ack = z.object({
  accepted: count.describe('New events.'),
  duplicates: count.describe('Events that were stored before, by id.'),
  rejected: z.array(z.object({ index: z.int().describe('Position in the batch.'), id: z.string().nullable(), reason: z.enum(REJECT_REASONS) })),
});

export const problem = z.object({
  type: z.literal('about:blank'),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
  detail: z.string(),
  limit: z.enum(PLAN_LIMITS).optional().describe('Of `forbidden_by_plan`: what of the plan refused it.'),
  allowed_by: z.array(z.string()).optional().describe('Of `forbidden_by_plan`: plans that would allow it, the smallest first.'),
});

import type { GoalFigures, Metrics, Row } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { toPlan, type PlanRow } from '../plans/plan.ts';
import { breakdown } from '../stats/breakdown.ts';
import { previousRange } from '../stats/compare.ts';
import { toMetrics } from '../stats/figures.ts';
import { goals } from '../stats/goals.ts';
import { monthStart } from '../stats/local-day.ts';
import type { Range } from '../stats/range.ts';
import { summary } from '../stats/summary.ts';
import type { DueDigest } from './digest.ts';

/** What a digest tells: the figures that the panel shows of the same days. */
export interface DigestFigures {
  domain: string;
  range: Range;
  metrics: Metrics;
  /** The week or month before. */
  previous: Range & { metrics: Metrics };
  /** The most seen and the strongest; empty where the site's plan does not tell them apart. */
  pages: Row[];
  sources: Row[];
  goals: GoalFigures[];
}

const MOST_ROWS = 5;

/** The figures of a digest; undefined where its site is gone. */
export async function figuresOf(sql: Queryable, { site_id: siteId, period, period_start: from, period_end: to }: DueDigest): Promise<DigestFigures | undefined> {
  const [site] = await sql<{ domain: string; plan_row: PlanRow | null }[]>`
    select s.domain, to_jsonb(p) as plan_row from passerby.sites s left join passerby.plans p on p.plan = s.plan where s.site_id = ${siteId}`;
  if (!site) return undefined;
  const range = { from, to };
  const before = period === 'week' ? previousRange(range) : { from: monthStart(from, -1), to: previousRange(range).to };
  const dimensions = site.plan_row ? toPlan(site.plan_row).dimensions : 'all';
  const top = async (dimension: 'page' | 'source'): Promise<Row[]> =>
    dimensions === 'all' || dimensions.includes(dimension) ? (await breakdown(sql, { sites: siteId, range, filters: [], dimension, limit: MOST_ROWS, offset: 0 })).rows : [];
  const [now, then, pages, sources, met] = await Promise.all([summary(sql, siteId, range, []), summary(sql, siteId, before, []), top('page'), top('source'), goals(sql, siteId, range, [])]);
  return { domain: site.domain, range, metrics: toMetrics(now), previous: { ...before, metrics: toMetrics(then) }, pages, sources, goals: met.goals };
}

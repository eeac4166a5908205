import type { z } from 'zod';
import { ProblemError, type Breakdown, type BuilderActivity, type Compared, type Contacts, type Dimension, type Funnel, type Funnels, type Goals, type Meta, type PlanAdoption, type PropertyDimension, type Quality, type SitesOverview, type Summary, type Timeseries } from '../contract/index.ts';
import type { Queryable } from '../db/connect.ts';
import { funnelsOf } from '../sites/funnels.ts';
import { breakdown } from './breakdown.ts';
import { builderDetails, builderFigures } from './builder.ts';
import { contactDetails, contactFigures } from './contacts.ts';
import { toMetrics } from './figures.ts';
import { funnel } from './funnel.ts';
import { goals, requireGoal } from './goals.ts';
import { overview } from './overview.ts';
import { planAdoption } from './plan-adoption.ts';
import { breakdownQuery, builderQuery, commonQuery, comparedQuery, funnelQuery, sitesQuery, timeseriesQuery, type CommonQuery } from './query.ts';
import { batchesGone, quality } from './quality.ts';
import type { Question } from './question.ts';
import { oneSite } from './scope.ts';
import { summary } from './summary.ts';
import { timeseries } from './timeseries.ts';

/** One kind of question about a site. */
export interface Report {
  /** Its query string. */
  schema: z.ZodType<CommonQuery>;
  /** Its answer moves by the minute, not only when figures are computed or an hour is over. */
  live?: boolean;
  /** Answers it, from the database alone. */
  work(question: Question, query: CommonQuery): Promise<object>;
}

/** Every report by its name, as in `GET /api/stats/{site}/{name}`; the routes, the export and the API's description are made of these. */
export function reports(sql: Queryable): Record<string, Report> {
  return {
    summary: report(comparedQuery, async (question): Promise<Summary> =>
      both(question, async ({ sites, range, filters }) => ({ metrics: toMetrics(await summary(sql, sites, range, filters)) }))),

    timeseries: report(timeseriesQuery, async (question, { interval }): Promise<Timeseries> => {
      if (interval === 'hour' && question.timezone !== question.meta.timezone) throw new ProblemError('invalid_query', 'interval=hour takes sites of one time zone.');
      return { interval, ...await both(question, async (one) => ({ points: await timeseries(sql, { ...one, interval }) })) };
    }),

    breakdown: report(breakdownQuery, async (question, { dimension, search, goal, limit, offset }): Promise<Breakdown<Dimension | PropertyDimension>> => {
      const { sites, range, filters, visitsGone, meta } = question;
      if (goal !== undefined) await requireGoal(sql, oneSite(question), goal);
      const { rows, total_rows, approximate } = await breakdown(sql, { sites, range, filters, dimension, search, goal, limit, offset });
      return { dimension, rows, total_rows, meta: { ...meta, approximate: meta.approximate || approximate || (goal !== undefined && visitsGone) } };
    }),

    goals: report(comparedQuery, async (question): Promise<Goals> =>
      both(question, async (one) => goals(sql, oneSite(one), one.range, one.filters))),

    contacts: report(comparedQuery, async (question): Promise<Contacts> => {
      const [figures, details] = await Promise.all([both(question, (one) => contactFigures(sql, one)), contactDetails(sql, question)]);
      return { ...figures, ...details, meta: { ...question.meta, approximate: question.visitsGone } };
    }),

    builder: report(builderQuery, async (question, { interval }): Promise<BuilderActivity> => {
      refuseFilters(question, 'Builder activity is of accounts, not of visits');
      const [figures, details] = await Promise.all([both(question, async (one) => builderFigures(sql, one)), builderDetails(sql, question, interval)]);
      return { ...figures, interval, ...details, meta: { ...question.meta, approximate: question.visitsGone } };
    }),

    sites: report(sitesQuery, async (question, query): Promise<SitesOverview> => {
      refuseFilters(question, 'The overview is of whole sites');
      return { ...await overview(sql, question, query), meta: question.meta };
    }),

    funnels: report(commonQuery, async (question): Promise<Funnels> =>
      ({ funnels: await funnelsOf(sql, oneSite(question)), meta: question.meta })),

    funnel: report(funnelQuery, async (question, { id }): Promise<Funnel> => {
      refuseFilters(question, 'A funnel is of visitors, not of visits');
      const siteId = oneSite(question);
      const { timezone, range, meta } = question;
      const definition = (await funnelsOf(sql, siteId)).find((one) => one.funnel_id === id);
      if (!definition) throw new ProblemError('invalid_query', 'id names no funnel of this site; /funnels lists them.');
      const { funnel_id, name, window_s } = definition;
      return { funnel_id, name, window_s, steps: await funnel(sql, siteId, timezone, range, definition), meta };
    }),

    quality: {
      ...report(commonQuery, async (question): Promise<Quality> => {
        refuseFilters(question, 'Quality is of the whole site');
        return { ...await quality(sql, question), meta: { ...question.meta, approximate: batchesGone(question) } };
      }),
      live: true,
    },

    plans: report(commonQuery, async (question): Promise<PlanAdoption> => {
      refuseFilters(question, 'Plan adoption is of accounts, not of visits');
      const { range, today, meta } = question;
      return { points: await planAdoption(sql, oneSite(question), range, today), meta };
    }),
  };
}

/** @throws {ProblemError} invalid_query */
function refuseFilters({ filters }: Question, because: string): void {
  if (filters.length > 0) throw new ProblemError('invalid_query', `${because}: it takes no filter.`);
}

/** Ties the work to what its schema reads: whoever calls it hands it what the schema made of a query string. */
function report<T extends z.ZodType<CommonQuery>>(schema: T, work: (question: Question, query: z.output<T>) => Promise<object>): Report {
  return { schema, work: (question, query) => work(question, query as z.output<T>) };
}

/** Answers a question for its range and, where another is to be compared with, for that one too. */
async function both<T extends object>(question: Question, work: (question: Question) => Promise<T>): Promise<T & { previous?: Compared<T>; meta: Meta }> {
  const { before, meta } = question;
  const [now, then] = await Promise.all([work(question), before && work({ ...question, range: before })]);
  return { ...now, ...(before && then && { previous: { ...before, ...then } }), meta };
}

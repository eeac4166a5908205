import type { FastifyPluginAsync } from 'fastify';
import { ProblemError, type Breakdown, type Dimension, type Funnel, type Funnels, type Goals, type PlanAdoption, type PropertyDimension, type Summary, type Timeseries } from '../contract/index.ts';
import { breakdown } from './breakdown.ts';
import { toMetrics } from './figures.ts';
import { funnel, funnelsOf } from './funnel.ts';
import { goals } from './goals.ts';
import { planAdoption } from './plan-adoption.ts';
import { breakdownQuery, commonQuery, funnelQuery, summaryQuery, timeseriesQuery } from './query.ts';
import { answers, type StatsDeps } from './question.ts';
import { previousRange } from './range.ts';
import { summary } from './summary.ts';
import { timeseries } from './timeseries.ts';

/**
 * `GET /api/stats/{site}/summary|timeseries|breakdown|goals|funnels|funnel|plans`, for whoever brings a token, from any
 * origin: there are no cookies.
 */
export function statsRoutes(deps: StatsDeps): FastifyPluginAsync {
  const { sql } = deps;
  const answer = answers(deps);

  return async (app) => {
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers({
        'access-control-allow-origin': '*', 'access-control-expose-headers': 'etag, retry-after',
        'cache-control': 'private, no-cache', vary: 'authorization',
      });
    });
    app.options('/api/stats/*', async (_request, reply) => {
      reply.headers({
        'access-control-allow-methods': 'GET', 'access-control-allow-headers': 'authorization, if-none-match', 'access-control-max-age': '86400',
      });
      return reply.code(204).send();
    });

    app.get('/api/stats/:site/summary', answer(summaryQuery, async ({ siteId, range, filters, meta }, { compare }): Promise<Summary> => {
      const before = previousRange(range);
      const [figures, previous] = await Promise.all([
        summary(sql, siteId, range, filters),
        compare && summary(sql, siteId, before, filters),
      ]);
      return { metrics: toMetrics(figures), ...(previous && { previous: { ...before, metrics: toMetrics(previous) } }), meta };
    }));

    app.get('/api/stats/:site/timeseries', answer(timeseriesQuery, async ({ meta, ...question }, { interval }): Promise<Timeseries> =>
      ({ interval, points: await timeseries(sql, { ...question, interval }), meta })));

    app.get('/api/stats/:site/breakdown', answer(breakdownQuery, async ({ siteId, range, filters, meta }, { dimension, limit, offset }): Promise<Breakdown<Dimension | PropertyDimension>> => {
      const { rows, total_rows, approximate } = await breakdown(sql, { siteId, range, filters, dimension, limit, offset });
      return { dimension, rows, total_rows, meta: { ...meta, approximate: meta.approximate || approximate } };
    }));

    app.get('/api/stats/:site/goals', answer(commonQuery, async ({ siteId, range, filters, meta }): Promise<Goals> =>
      ({ ...await goals(sql, siteId, range, filters), meta })));

    app.get('/api/stats/:site/funnels', answer(commonQuery, async ({ siteId, meta }): Promise<Funnels> =>
      ({ funnels: [...await funnelsOf(sql, siteId)], meta })));

    app.get('/api/stats/:site/funnel', answer(funnelQuery, async ({ siteId, timezone, range, filters, meta }, { id }): Promise<Funnel> => {
      const definition = (await funnelsOf(sql, siteId)).find((one) => one.funnel_id === id);
      if (!definition) throw new ProblemError('invalid_query', 'id names no funnel of this site; /funnels lists them.');
      if (filters.length > 0) throw new ProblemError('invalid_query', 'A funnel takes no filter.');
      const { funnel_id, name, window_s } = definition;
      return { funnel_id, name, window_s, steps: await funnel(sql, siteId, timezone, range, definition), meta };
    }));

    app.get('/api/stats/:site/plans', answer(commonQuery, async ({ siteId, range, today, meta }): Promise<PlanAdoption> =>
      ({ points: await planAdoption(sql, siteId, range, today), meta })));
  };
}

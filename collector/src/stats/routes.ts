import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Breakdown, Meta, Summary, Timeseries } from '../contract/index.ts';
import type { Sql } from '../db/connect.ts';
import { breakdown } from './breakdown.ts';
import { etagOf, matches } from './etag.ts';
import { toMetrics } from './figures.ts';
import { parseFilters, type Filter } from './filter.ts';
import { freshness } from './freshness.ts';
import { localDay } from './local-day.ts';
import { openSite } from './open-site.ts';
import { breakdownQuery, parseQuery, summaryQuery, timeseriesQuery } from './query.ts';
import { previousRange, resolveRange, type Period, type Range } from './range.ts';
import { summary } from './summary.ts';
import { timeseries } from './timeseries.ts';

export interface StatsDeps {
  sql: Sql;
  /** Signs and verifies tokens. */
  tokenSecret: string;
  now?: () => Date;
}

/** Version of the definitions in docs/metrics.md. */
const DEFINITIONS = 1;

/** What every question has in common, resolved. */
interface Question {
  siteId: number;
  timezone: string;
  range: Range;
  filters: Filter[];
  now: Date;
  meta: Meta;
}

interface CommonQuery {
  from?: string | undefined;
  to?: string | undefined;
  period?: Period | undefined;
  filter: string[];
}

/** `GET /api/stats/{site}/summary|timeseries|breakdown`, for whoever brings a token, from any origin: there are no cookies. */
export function statsRoutes({ sql, tokenSecret, now = () => new Date() }: StatsDeps): FastifyPluginAsync {
  /** Answers one kind of question, or 304 where the asker has the answer already. */
  function answer<T extends z.ZodType<CommonQuery>>(schema: T, work: (question: Question, query: z.output<T>) => Promise<object>) {
    return async (request: FastifyRequest, reply: FastifyReply) => {
      const at = now();
      const { site: key } = request.params as { site: string };
      const site = await openSite(sql, key, request.headers.authorization, tokenSecret, at);
      const query = parseQuery(schema, request.query);
      const range = resolveRange(query, localDay(at, site.timezone));
      const filters = parseFilters(query.filter);
      const { aggregatedAt, pending, version, visitsFrom } = await freshness(sql, site.siteId);
      const meta: Meta = {
        site: site.key, domain: site.domain, timezone: site.timezone, ...range,
        aggregated_at: aggregatedAt?.toISOString() ?? null, pending, definitions: DEFINITIONS,
        // Filters look at visits, and those of some days of the range are no longer kept.
        approximate: filters.length > 0 && visitsFrom !== null && range.from < visitsFrom,
      };
      // The hour stands for what moves by the clock alone: which bucket is not over yet.
      const etag = etagOf([request.routeOptions.url, query, meta, version, at.toISOString().slice(0, 13)]);
      reply.header('etag', etag);
      if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
      return work({ siteId: site.siteId, timezone: site.timezone, range, filters, now: at, meta }, query);
    };
  }

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

    app.get('/api/stats/:site/breakdown', answer(breakdownQuery, async ({ siteId, range, filters, meta }, { dimension, limit, offset }): Promise<Breakdown> => {
      const { rows, total_rows, approximate } = await breakdown(sql, { siteId, range, filters, dimension, limit, offset });
      return { dimension, rows, total_rows, meta: { ...meta, approximate: meta.approximate || approximate } };
    }));
  };
}

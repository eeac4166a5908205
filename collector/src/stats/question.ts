import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Meta } from '../contract/index.ts';
import type { Sql } from '../db/connect.ts';
import { etagOf, matches } from './etag.ts';
import { parseFilters, type Filter } from './filter.ts';
import { freshness } from './freshness.ts';
import { localDay } from './local-day.ts';
import { openSite } from './open-site.ts';
import { parseQuery } from './query.ts';
import { resolveRange, type Range } from './range.ts';
import { remember } from './remember.ts';
import type { Report } from './reports.ts';

export interface StatsDeps {
  sql: Sql;
  /** Signs and verifies tokens. */
  tokenSecret: string;
  now?: () => Date;
}

/** Version of the definitions in docs/metrics.md. */
const DEFINITIONS = 1;
/** Answers kept in memory, each until its site is aggregated again or newer ones push it out. */
const ANSWERS = 1_000;

/** What every question has in common, resolved. */
export interface Question {
  siteId: number;
  timezone: string;
  range: Range;
  filters: Filter[];
  now: Date;
  /** The site's day. */
  today: string;
  meta: Meta;
}

export type Answer = (report: Report) => (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;

/** Makes handlers that answer one kind of question to whoever may ask it, or 304 where the asker has the answer already. */
export function answers({ sql, tokenSecret, now = () => new Date() }: StatsDeps): Answer {
  const once = remember(ANSWERS);
  return ({ schema, work }) => async (request, reply) => {
    const at = now();
    const { site: key } = request.params as { site: string };
    const site = await openSite(sql, key, request.headers.authorization, tokenSecret, at);
    const query = parseQuery(schema, request.query);
    const today = localDay(at, site.timezone);
    const range = resolveRange(query, today);
    const filters = parseFilters(query.filter);
    const { aggregatedAt, pending, version, visitsFrom } = await freshness(sql, site.siteId);
    const meta: Meta = {
      site: site.key, domain: site.domain, timezone: site.timezone, ...range,
      aggregated_at: aggregatedAt?.toISOString() ?? null, pending, definitions: DEFINITIONS,
      // Filters look at visits, and those of some days of the range are no longer kept.
      approximate: filters.length > 0 && visitsFrom !== null && range.from < visitsFrom,
    };
    // The hour stands for what moves by the clock alone: which bucket is not over yet.
    const etag = etagOf([request.url.split('?')[0], query, meta, version, at.toISOString().slice(0, 13)]);
    reply.header('etag', etag);
    if (matches(request.headers['if-none-match'], etag)) return reply.code(304).send();
    return once(etag, () => work({ siteId: site.siteId, timezone: site.timezone, range, filters, now: at, today, meta }, query));
  };
}

import { MAY_ASK } from '../auth/roles.ts';
import { openScope, type OpenedSites } from '../auth/open-sites.ts';
import { requireRole, type Opened } from '../auth/reader.ts';
import type { VerifyToken } from '../auth/token-verifier.ts';
import type { Meta } from '../contract/index.ts';
import type { Queryable, Sql } from '../db/connect.ts';
import { permit } from '../plans/permit.ts';
import { comparedRange } from './compare.ts';
import { etagOf } from './etag.ts';
import { parseFilters, type Filter } from './filter.ts';
import { freshness } from './freshness.ts';
import { localDay } from './local-day.ts';
import { parseQuery, type CommonQuery } from './query.ts';
import { resolveRange, type Range } from './range.ts';
import { remember, type AnswerCounts } from './remember.ts';
import type { Report } from './reports.ts';
import { scopeOf, type Scope } from './scope.ts';
import { wishesOf } from './wishes-of.ts';

export interface StatsDeps {
  sql: Sql;
  /** Tells who may ask; a replica, which figures may come from, might say so too late. Default: as the figures. */
  accessSql?: Sql | undefined;
  verify: VerifyToken;
  now?: (() => Date) | undefined;
  /** Milliseconds that an answer may take. Default 35,000. */
  deadlineMs?: number | undefined;
  /** Told when one took longer: its connection is gone without a word. */
  onHang?: (() => void) | undefined;
  /** Counts the answers. */
  counts?: AnswerCounts | undefined;
}

/** Version of the definitions in docs/metrics.md. */
const DEFINITIONS = 1;
/** Characters of answers kept in memory, each until newer ones push it out. Some thousands of them; the heap has several bytes for each. */
const MOST_CHARACTERS = 8_000_000;

/** What every question has in common, resolved. */
export interface Question extends Scope {
  range: Range;
  /** The range to compare with, where one is asked for. */
  before: Range | undefined;
  filters: Filter[];
  now: Date;
  /** Its day. */
  today: string;
  /** Visits of some of the days are no longer kept: what is read from visits alone is not exact. */
  visitsGone: boolean;
  meta: Meta;
}

/** A question that may be asked, and everything that its answer depends on. */
export interface Resolved {
  question: Question;
  query: CommonQuery;
  etag: string;
}

/** What a request brings. */
export interface Asked {
  /** Public key of the site, or `all`. */
  site: string;
  authorization: string | undefined;
  /** The query string, parsed. */
  query: unknown;
}

/** Answers one report to whoever may have it. `answer` does the work, once for all who ask the same at the same time. */
export type Ask = (name: string, report: Report, asked: Asked) => Promise<{ etag: string; answer(): Promise<object> }>;

export function asking({ sql, accessSql = sql, verify, now = () => new Date(), counts }: StatsDeps): Ask {
  const once = remember(MOST_CHARACTERS, counts);
  return async (name, report, { site, authorization, query: raw }) => {
    const at = now();
    // Freshness comes from where the figures do: a version that is ahead of them would keep old figures under its name.
    const { question, query, etag } = await resolve(sql, await openScope(accessSql, site, authorization, verify, at), name, report, raw, at);
    return { etag, answer: () => once(etag, () => report.work(question, query)) };
  };
}

/**
 * Reads a question and refuses it where role or plan do not allow it: before anything is looked up in a cache, whose answers
 * are the same for everybody who may have them.
 * @throws {ProblemError} invalid_query, forbidden_by_role, forbidden_by_plan
 */
export async function resolve(sql: Queryable, opened: Opened | OpenedSites, name: string, { schema, live = false }: Report, raw: unknown, at: Date): Promise<Resolved> {
  requireRole(opened.reader, MAY_ASK[name] ?? []);
  const query = parseQuery(schema, raw);
  const scope = scopeOf(opened, query);
  const today = localDay(at, scope.meta.timezone);
  const range = resolveRange(query, today);
  const before = comparedRange(range, query);
  const filters = parseFilters(query.filter);
  await permit(sql, opened.reader.plan, wishesOf(name, query, range, before, filters, today));
  const { aggregatedAt, pending, version, visitsFrom } = await freshness(sql, scope.sites);
  const visitsGone = visitsFrom !== null && [range, before].some((one) => one && one.from < visitsFrom);
  const meta: Meta = {
    ...scope.meta, ...range,
    aggregated_at: aggregatedAt?.toISOString() ?? null, pending, definitions: DEFINITIONS,
    approximate: filters.length > 0 && visitsGone,
  };
  return {
    question: { ...scope, range, before, filters, now: at, today, visitsGone, meta },
    query,
    // The hour, or the minute, stands for what moves by the clock alone: which bucket is not over yet.
    etag: etagOf([name, query, meta, version, scope.digest, at.toISOString().slice(0, live ? 16 : 13)]),
  };
}

import { z } from 'zod';
import { COMPARISONS, DIMENSIONS, INTERVALS, LIMITS, ProblemError, SITE_SORTS } from '../contract/index.ts';
import { issueWords } from '../contract/issue-words.ts';
import type { CompareQuery } from './compare.ts';
import { PERIODS } from './range.ts';
import { unknownParameter } from './unknown-parameter.ts';

/** A day that the calendar knows. */
const day = z.iso.date('is not a day. Write it as YYYY-MM-DD.');

const oneOf = <const T extends readonly [string, ...string[]]>(values: T) => z.enum(values, `is one of ${values.join(', ')}.`);

const count = (least: number, most: number) =>
  z.string().regex(/^\d{1,10}$/, 'is not a whole number.').transform(Number).pipe(z.int().min(least, `is at least ${least}.`).max(most, `is at most ${most}.`));

/** Postgres stores no NUL, so nothing can be equal to one. */
const storable = (value: string): boolean => !value.includes('\0');
const text = z.string().refine(storable, 'holds a NUL character.');

/** A parameter that may be given more than once. */
const several = z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(text).max(100, 'is given too often.').default([]));

const common = {
  from: day.optional(),
  to: day.optional(),
  period: oneOf(PERIODS).optional(),
  filter: several,
  /** Of sites, where all are asked for. */
  plan: several,
  owner: several,
};

const id = count(1, 2_147_483_647);

const search = text.max(LIMITS.propertyString, 'is too long.').default('');

/** Of a list that may be long. */
const page = {
  limit: count(1, 1_000).default(10),
  offset: count(0, 1_000_000).default(0),
};

const compared = {
  ...common,
  compare: oneOf(COMPARISONS).optional(),
  compare_from: day.optional(),
  compare_to: day.optional(),
  match_weekday: z.enum(['true', 'false'], 'is true or false.').transform((value) => value === 'true').optional(),
};

export const commonQuery = z.object(common);
/** What every question takes. */
export type CommonQuery = z.output<typeof commonQuery> & CompareQuery;

export const funnelQuery = z.object({ ...common, id });
/** For questions whose answers can be compared with those of another range. */
export const comparedQuery = z.object(compared);
export const builderQuery = z.object({ ...compared, interval: oneOf(['day', 'week', 'month']).default('day') });
export const sitesQuery = z.object({ ...common, search, sort: oneOf(SITE_SORTS).default('visitors'), ...page });
export const timeseriesQuery = z.object({ ...compared, interval: oneOf(INTERVALS).default('day') });
export const breakdownQuery = z.object({
  ...common,
  dimension: z.union([z.enum(DIMENSIONS), z.templateLiteral(['property:', z.string().min(1).max(LIMITS.propertyKey)]).refine(storable)], `is one of ${DIMENSIONS.join(', ')}, or property: and a name.`),
  search,
  goal: id.optional(),
  ...page,
});

/** Of every report, and of exports of them. */
const KNOWN = [...new Set([funnelQuery, builderQuery, sitesQuery, timeseriesQuery, breakdownQuery].flatMap(({ shape }) => Object.keys(shape))), 'report', 'format'];

/**
 * Reads a query string; parameters that only other reports know are ignored.
 * @throws {ProblemError} invalid_query, naming each parameter that is wrong
 */
export function parseQuery<T extends z.ZodType>(schema: T, query: unknown): z.output<T> {
  const unknown = unknownParameter(Object.keys(query ?? {}), KNOWN);
  if (unknown !== undefined) throw new ProblemError('invalid_query', unknown);
  const parsed = schema.safeParse(query, { error: issueWords });
  if (parsed.success) return parsed.data;
  throw new ProblemError('invalid_query', parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message.replace(/\.?$/, '.')}`).join(' '));
}

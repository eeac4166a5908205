import { parseAgainst } from '../data/against.ts';
import { parseFilter } from '../data/filter.ts';
import { PERIODS, type Period, type Query } from '../data/query.ts';

/** Keeps apart what is the panel's in the page's address. */
export const PREFIX = 'stats-';

/** What the page's address says of the question. */
export function readAddress(): Partial<Query> {
  const params = new URLSearchParams(location.search);
  const of = (name: string): string => params.get(PREFIX + name) ?? '';
  const [period, from, to] = [of('period') as Period, of('from'), of('to')];
  const ofSites = (['plan', 'owner'] as const).flatMap((dimension) => params.getAll(PREFIX + dimension).map((value) => ({ dimension, operator: 'is', value }) as const));
  const filters = [...ofSites, ...params.getAll(`${PREFIX}filter`).map(parseFilter).filter((filter) => filter !== undefined)];
  return {
    ...(PERIODS.includes(period) ? { period } : isDay(from) && isDay(to) ? { period: '', from, to } : {}),
    ...(filters.length ? { filters } : {}),
    ...(of('compare') ? { compare: true } : {}),
    ...(of('against') ? { against: parseAgainst(of('against')) } : {}),
  };
}

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

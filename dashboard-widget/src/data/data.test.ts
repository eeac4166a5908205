import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketDays } from './bucket-days.ts';
import { addDays, daysBetween } from './days.ts';
import { figureParams } from './figure-params.ts';
import { FIGURES, figureNamed, figureValue, grainOf } from './figures.ts';
import { OPERATORS, filterText, parseFilter, toggleFilter } from './filter.ts';
import { chosenInterval, possibleIntervals } from './intervals.ts';
import { narrow } from './narrow.ts';
import { queryParams } from './query-params.ts';
import { DEFAULT_QUERY } from './query.ts';
import { samplesOf } from './sample.ts';
import { stepOf } from './step-of.ts';

const metrics = { visitors: 10, visits: 12, page_views: 30, views_per_visit: 2.5, bounce_rate: 0.5, visit_duration: 60, events: 40 };

describe('filters', () => {
  it('are read back as they are written, whatever the value holds', () => {
    fc.assert(fc.property(fc.constantFrom(...OPERATORS), fc.string(), (operator, value) => {
      const filter = { dimension: 'page', operator, value } as const;
      expect(parseFilter(filterText(filter))).toEqual(filter);
    }));
  });
  it('that are none are refused', () => {
    expect(['', 'country', 'country:DE', 'country:like:DE'].map(parseFilter)).toEqual([undefined, undefined, undefined, undefined]);
  });
  it('go on at the first click and off at the second', () => {
    const filter = { dimension: 'country', operator: 'is', value: 'DE' } as const;
    expect(toggleFilter(toggleFilter([], filter), filter)).toEqual([]);
  });
});

describe('a query', () => {
  it('names a period or two days, never both', () => {
    expect(queryParams({ ...DEFAULT_QUERY, from: '2026-01-01', to: '2026-01-31' })).toEqual([['period', '30d']]);
    expect(queryParams({ ...DEFAULT_QUERY, period: '', from: '2026-01-01', to: '2026-01-31' })).toEqual([['from', '2026-01-01'], ['to', '2026-01-31']]);
  });
  it('is narrowed to what meets the site\'s goals or to the events of a figure, but not where the reader narrows it so already', () => {
    expect(narrow(DEFAULT_QUERY, 'goal')?.filters.map(filterText)).toEqual(['goal:matches:*']);
    const ownGoal = { ...DEFAULT_QUERY, goal: ['contact_submitted', 'checkout.*'] };
    expect(narrow(ownGoal, 'goal')?.filters.map(filterText)).toEqual(['event:matches:contact_submitted', 'event:matches:checkout.*']);
    expect(narrow(DEFAULT_QUERY, ['plan.upgraded'])?.filters.map(filterText)).toEqual(['event:matches:plan.upgraded']);
    expect(narrow(DEFAULT_QUERY, undefined)).toBe(DEFAULT_QUERY);
    const byEvent = { ...DEFAULT_QUERY, filters: [{ dimension: 'event', operator: 'is', value: 'page_view' } as const] };
    expect(narrow({ ...byEvent, goal: ['contact_submitted'] }, 'goal')).toBeUndefined();
    expect(narrow(byEvent, 'goal')?.filters).toHaveLength(2);
  });
  it('has an interval that gives a line of from 2 to 800 points', () => {
    const ranges = [['2026-01-01', '2026-01-01'], ['2026-01-01', '2026-01-31'], ['2025-01-01', '2026-01-31'], ['2016-01-01', '2026-01-01']] as const;
    const points = { hour: 24, day: 1, week: 1 / 7, month: 1 / 30 };
    for (const [from, to] of ranges) {
      const query = { ...DEFAULT_QUERY, period: '', from, to } as const;
      expect(possibleIntervals(query)).toContain(chosenInterval(query));
      for (const interval of possibleIntervals(query)) {
        const count = daysBetween(from, to) * points[interval];
        expect(count).toBeGreaterThanOrEqual(2);
        expect(count).toBeLessThanOrEqual(800);
      }
    }
    expect(chosenInterval({ ...DEFAULT_QUERY, period: 'today' })).toBe('hour');
    expect(chosenInterval({ ...DEFAULT_QUERY, period: '12mo' })).toBe('month');
    expect(chosenInterval({ ...DEFAULT_QUERY, period: 'today', interval: 'month' })).toBe('hour');
  });
});

describe('days', () => {
  it('are counted across daylight saving and leap years', () => {
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(3);
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(bucketDays('2024-02-01', 'month')).toEqual({ from: '2024-02-01', to: '2024-02-29' });
    expect(bucketDays('2026-11-02', 'week')).toEqual({ from: '2026-11-02', to: '2026-11-08' });
    expect(bucketDays('2026-11-02T23:00:00+01:00', 'hour')).toEqual({ from: '2026-11-02', to: '2026-11-02' });
  });
});

describe('figures', () => {
  it('that are rates are shares of what they are a rate of, and 0 of nothing', () => {
    const rate = figureNamed('conversion_rate');
    expect(figureValue(rate, { ...metrics, visitors: 3 }, { ...metrics, visitors: 12 })).toBe(0.25);
    expect(figureValue(rate, { ...metrics, visitors: 0 }, { ...metrics, visitors: 0 })).toBe(0);
    expect(figureValue(FIGURES.bounce_rate, metrics, undefined)).toBe(0.5);
  });
  it('of plans are the share of accounts above the smallest, and 0 without accounts', () => {
    const point = (accounts: Record<string, number>) => ({ t: '2026-01-01', accounts, upgrades: 0, downgrades: 0, partial: false });
    expect(figureValue(FIGURES.plan_share, point({ free: 6, pro: 3, studio: 1 }))).toBeCloseTo(0.4);
    expect(figureValue(FIGURES.plan_share, point({ basic: 6, pro: 2 }), undefined, 'basic')).toBe(0.25);
    expect(figureValue(FIGURES.plan_share, point({}))).toBe(0);
  });
  it('are asked for where they are known, as finely as they are known, and not where a filter takes their meaning', () => {
    const hours = { ...DEFAULT_QUERY, period: 'today' } as const;
    expect(figureParams(hours, FIGURES.builders)).toContainEqual(['interval', 'day']);
    expect(figureParams(hours, FIGURES.contacts)).not.toContainEqual(['interval', 'day']);
    expect([FIGURES.visitors, FIGURES.builders, FIGURES.contacts].map((figure) => possibleIntervals({ ...DEFAULT_QUERY, period: '90d' }, grainOf(figure))))
      .toEqual([['day', 'week', 'month'], ['day', 'week', 'month'], ['day']]);
    const filtered = { ...DEFAULT_QUERY, filters: [{ dimension: 'country', operator: 'is', value: 'DE' } as const] };
    expect([FIGURES.builders, FIGURES.plan_share].map((figure) => figureParams(filtered, figure))).toEqual([undefined, undefined]);
    expect(figureParams(filtered, FIGURES.contacts)).toContainEqual(['filter', 'country:is:DE']);
  });
  it('of some sites are asked for by plan and owner', () => {
    const filters = [{ dimension: 'plan', operator: 'is', value: 'pro' }, { dimension: 'owner', operator: 'is', value: 'mara' }, { dimension: 'source', operator: 'is', value: 'Google' }] as const;
    expect(queryParams({ ...DEFAULT_QUERY, filters })).toEqual([['period', '30d'], ['plan', 'pro'], ['owner', 'mara'], ['filter', 'source:is:Google']]);
  });
  it('end with the bucket that is not over: those to come are no zeros', () => {
    const point = (t: string, partial: boolean) => ({ ...metrics, t, partial });
    const points = [point('a', false), point('b', true), point('c', true), point('d', true)];
    expect(samplesOf(figureNamed('visitors'), { points }, undefined).map(({ t }) => t)).toEqual(['a', 'b']);
  });
});

describe('keys', () => {
  it('walk a row in the direction of writing, from its end, and stop at its ends', () => {
    expect(stepOf('ArrowLeft', undefined, 5, false)).toBe(4);
    expect([stepOf('ArrowRight', 4, 5, false), stepOf('ArrowLeft', 0, 5, false)]).toEqual([4, 0]);
    expect([stepOf('ArrowRight', 2, 5, true), stepOf('ArrowLeft', 2, 5, true)]).toEqual([1, 3]);
    expect([stepOf('Home', 3, 5, false), stepOf('End', 1, 5, false), stepOf('Home', undefined, 5, false)]).toEqual([0, 4, 0]);
    expect([stepOf('a', 1, 5, false), stepOf('End', 0, 0, false)]).toEqual([undefined, undefined]);
  });
});

import { describe, expect, it } from 'vitest';
import { changeOf } from './change.ts';
import { Formats } from './formats.ts';
import { textFor } from './text.ts';
import { valueName } from './value-name.ts';

const en = textFor('en');
const plain = (text: string): string => text.replaceAll(/\s/g, ' ');

describe('formats', () => {
  it('show the wall clock that the collector names, in any zone of the reader', () => {
    expect(plain(new Formats('en').tick('2026-03-29T23:00:00+02:00', 'hour', true))).toBe('11:00 PM');
    expect(plain(new Formats('de').bucket('2026-03-29T00:00:00-09:30', 'hour'))).toContain('So., 29. März, 0:00');
    expect(new Formats('en').bucket('2026-03-01', 'day')).toBe('Sun, Mar 1, 2026');
    expect(new Formats('en').bucket('2026-03-01', 'month')).toBe('March 2026');
  });
  it('write a duration in two units at most', () => {
    const { duration } = { duration: (seconds: number) => plain(new Formats('en').duration(seconds)) };
    expect([0, 8.4, 59.6, 125, 3_599, 3_600, 7_380].map(duration)).toEqual(['0s', '8s', '1m 0s', '2m 5s', '59m 59s', '1h 0m', '2h 3m']);
  });
  it('abbreviate large counts only where asked, and never call little nothing', () => {
    const formats = new Formats('en');
    expect([formats.number(1_284_502), formats.short(1_284_502), formats.short(99_999)]).toEqual(['1,284,502', '1.3M', '99,999']);
    expect([0, 0.0002, 0.047, 0.0996, 0.1234, 1].map((share) => formats.percent(share))).toEqual(['0%', '<0.1%', '4.7%', '10%', '12%', '100%']);
  });
});

describe('a change', () => {
  it('is told in percent, and in percentage points for a rate', () => {
    expect(changeOf(en, 'count', 120, 100)).toEqual({ direction: 1, size: '20%', was: 'from 100', words: 'up 20% from 100 in the previous period' });
    expect(changeOf(en, 'rate', 0.42, 0.45)).toMatchObject({ direction: -1, size: '3 pp', words: 'down 3 pp from 45% in the previous period' });
  });
  it('from nothing has no percentage', () => {
    expect(changeOf(en, 'count', 5, 0)).toMatchObject({ direction: 1, size: '', words: 'up from 0 in the previous period' });
  });
  it('that cannot be seen in the figures is none', () => {
    expect(changeOf(en, 'duration', 8.4, 8.1)).toMatchObject({ direction: 0, size: '' });
    expect(changeOf(en, 'count', 0, 0)).toMatchObject({ direction: 0 });
  });
});

describe('texts', () => {
  it('choose the form that a language has for a count', () => {
    const polish = textFor('pl', { count_visitors: '{n} gość|{n} goście|{n} gości' });
    expect([1, 3, 5, 22].map((count) => polish.plural('count_visitors', count))).toEqual(['1 gość', '3 goście', '5 gości', '22 goście']);
    expect([0, 1, 2].map((count) => en.plural('count_visitors', count))).toEqual(['0 visitors', '1 visitor', '2 visitors']);
  });
  it('fall back to English where a language is not one', () => {
    expect(textFor('not a language').t('visitors')).toBe('Visitors');
  });
});

describe('a value\'s name', () => {
  it('is the country\'s and the language\'s own, and says what nothing means', () => {
    expect(valueName(en, 'country', 'DE')).toBe('Germany');
    expect(valueName(textFor('fr'), 'country', 'DE')).toBe('Allemagne');
    expect(valueName(en, 'language', 'pt-BR')).toBe('Brazilian Portuguese');
    expect(valueName(en, 'source', '')).toBe('Direct');
    expect(valueName(en, 'utm_term', '')).toBe('None');
    expect(valueName(en, 'city', '')).toBe('Unknown');
    expect(valueName(en, 'country', '<b>')).toBe('<b>');
    expect(valueName(en, 'device', 'mobile')).toBe('Mobile');
  });
});

import { describe, expect, it } from 'vitest';
import { PREVIOUS, againstText, parseAgainst, type Against } from './against.ts';

describe('what figures are compared with', () => {
  it('is read from an address as it is written to it', () => {
    const all: Against[] = [
      PREVIOUS, { ...PREVIOUS, weekday: true }, { ...PREVIOUS, by: 'year' }, { by: 'year', from: '', to: '', weekday: true },
      { by: 'custom', from: '2025-01-01', to: '2025-01-31', weekday: false }, { by: 'custom', from: '2025-01-01', to: '2025-01-31', weekday: true },
    ];
    expect(all.map((against) => parseAgainst(againstText(against)))).toEqual(all);
    expect(all.map(againstText)).toEqual(['previous', '~previous', 'year', '~year', '2025-01-01..2025-01-31', '~2025-01-01..2025-01-31']);
  });
  it('is the previous period where an address says nothing that is known', () => {
    expect(['', '1', 'decade', '2025-01-01..', '2025-01-01'].map(parseAgainst)).toEqual(Array.from({ length: 5 }, () => PREVIOUS));
  });
});

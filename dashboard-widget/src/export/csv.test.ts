import { describe, expect, it } from 'vitest';
import { csv } from './csv.ts';
import { json } from './json.ts';

const meta = { site: 'pk_x', domain: 'mara.example', timezone: 'UTC', from: '2026-01-01', to: '2026-01-02', aggregated_at: null, pending: false, definitions: 1, approximate: false };
const table = (...values: (string | number | null)[]) => ({ name: 'source', columns: ['source', 'visitors'].map((name) => ({ name, label: name })), rows: values.map((value) => [value, 1]), meta });

describe('an export', () => {
  it('quotes what would break a row', () => {
    expect(csv(table('a,b', 'say "hi"', 'two\nlines', 'plain'))).toBe('\uFEFFsource,visitors\r\n"a,b",1\r\n"say ""hi""",1\r\n"two\nlines",1\r\nplain,1\r\n');
  });
  it('gives a spreadsheet no formula to run', () => {
    expect(csv(table('=1+1', '+1', '-1', '@x', '\tx')).trim().split('\r\n').slice(1)).toEqual([`'=1+1,1`, `'+1,1`, `'-1,1`, `'@x,1`, `'\tx,1`]);
    expect(csv(table(-5, null))).toContain('\r\n-5,1\r\n,1\r\n');
  });
  it('carries what the figures are of', () => {
    expect(JSON.parse(json(table('x')))).toEqual({ meta, rows: [{ source: 'x', visitors: 1 }] });
  });
});

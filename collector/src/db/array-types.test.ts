import fc from 'fast-check';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { connect } from './connect.ts';

describe('arrays', () => {
  const sql = connect(inject('postgresUrl'), { max: 2 });
  afterAll(() => sql.end());

  it('arrive as they were sent, whatever their text holds', async () => {
    const texts = fc.array(fc.option(fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'))), { maxLength: 5 });
    await fc.assert(fc.asyncProperty(texts, async (sent) => {
      const [row] = await sql`select ${sent}::text[] as texts`;
      expect(row).toEqual({ texts: sent });
    }), { numRuns: 200 });
  });

  it('arrive in the types of their elements, in every dimension', async () => {
    const [row] = await sql`
      select ${[1, null, 3]}::int[] as ints, ${['2', '3']}::bigint[] as bigs, ${[1.5, -2]}::float8[] as floats, ${[]}::text[] as none,
        ${['00000000-0000-7000-8000-000000000001']}::uuid[] as ids, ${['2026-02-03']}::date[] as days,
        ${['2026-02-03T04:05:06.789Z']}::timestamptz[] as instants, ${[{ a: ['"', '\\'] }, null, 'x']}::jsonb[] as documents,
        ${[[1, 2], [3, 4]]}::int[] as grid, array[true, false] as flags, array[decode('00ff', 'hex')] as bytes, '[0:1]={7,8}'::int[] as shifted`;
    expect(row).toEqual({
      ints: [1, null, 3],
      bigs: [2, 3],
      floats: [1.5, -2],
      none: [],
      ids: ['00000000-0000-7000-8000-000000000001'],
      days: ['2026-02-03'],
      instants: [new Date('2026-02-03T04:05:06.789Z')],
      documents: [{ a: ['"', '\\'] }, null, 'x'],
      grid: [[1, 2], [3, 4]],
      flags: [true, false],
      bytes: [Buffer.from([0, 255])],
      shifted: [7, 8],
    });
  });

  it('can be asked for membership', async () => {
    expect(await sql`select n from generate_series(1, 5) as n where n = any(${[2, 4]})`).toEqual([{ n: 2 }, { n: 4 }]);
  });
});

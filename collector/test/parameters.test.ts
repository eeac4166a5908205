import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import { openApiDocument } from '../src/api/openapi/document.ts';

let collector: TestCollector;
let key: string;
let headers: Record<string, string>;
beforeAll(async () => {
  collector = await startCollector();
  ({ key } = await collector.addSite({ domain: 'mara.example' }));
  headers = { authorization: `Bearer ${await collector.token(key, 'admin')}` };
});
afterAll(() => collector.close());

/** What would leave a statement, a pattern, a header, a page or a parser. */
const HOSTILE = [
  `' or 1=1 --`, `'; drop table passerby.sites; --`, `" or ""="`, `\\'; select pg_sleep(9); --`, `$1`, `$$;`, `%`, `_`, `*`, `\\`, `/* */`, `1e400`, `-1`, `99999999999999999999`, `NaN`, `null`, `[]`, `{}`,
  `__proto__`, `constructor`, `\0`, `\uD800`, `a\r\nset-cookie: b=c`, `\u001b[31m`, `<script>alert(1)</script>`, `=1+1`, `'`, `"`, `x`.repeat(5_000), `🎨`,
];
/** Values by which a parameter is read further: a filter with a known dimension, a property. */
const WRAPPED: Record<string, (value: string) => string[]> = {
  filter: (value) => ['is', 'is_not', 'contains', 'matches'].flatMap((operator) => ['page', 'source', 'event', 'goal', `property:${value.slice(0, 40)}`].map((dimension) => `${dimension}:${operator}:${value}`)),
  dimension: (value) => [`property:${value.slice(0, 40)}`],
};
/** An export reads the parameters of its report as the report does. */
const isNew = (path: string, name: string): boolean => !path.endsWith('/export') || name === 'report' || name === 'format';
const questions = Object.entries(openApiDocument().paths).flatMap(([path, { get }]) =>
  (get?.parameters ?? []).filter((one) => one.in === 'query' && isNew(path, one.name)).map(({ name }) => ({ path, name, needed: get!.parameters.filter((one) => one.required && one.in === 'query' && one.name !== name).map((one) => one.name) })));
const GOOD: Record<string, string> = { dimension: 'page', report: 'summary', id: '1' };

it.each(questions)('$path takes whatever stands in $name for text, or says that it is not understood', async ({ path, name, needed }) => {
  const rest = needed.map((one) => `&${one}=${GOOD[one]}`).join('');
  const values = [...HOSTILE, ...HOSTILE.slice(0, 10).flatMap((value) => WRAPPED[name]?.(value) ?? [])];
  const seen = new Set<number>();
  const atOnce = path.endsWith('/export') ? 2 : 40;
  for (let at = 0; at < values.length; at += atOnce) {
    await Promise.all(values.slice(at, at + atOnce).map(async (value) => {
      const url = `${collector.url}${path.replace('{site}', key)}?${new URLSearchParams({ [name]: value })}${rest}`;
      const response = await fetch(url, { headers });
      const text = await response.text();
      seen.add(response.status);
      expect([value.slice(0, 80), response.status, [200, 400].includes(response.status) ? '' : text]).toEqual([value.slice(0, 80), expect.any(Number), '']);
      expect(response.headers.has('set-cookie')).toBe(false);
    }));
  }
  expect(seen.size).toBeGreaterThan(0);
  const [{ count }] = await collector.sql<[{ count: number }]>`select count(*) from passerby.sites where public_key = ${key}`;
  expect(count).toBe(1);
});

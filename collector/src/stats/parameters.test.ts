import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { statsApp, type StatsApp } from '../../test/support/stats-app.ts';
import { addTestSite, storeEvents } from '../../test/support/store-events.ts';
import type { Problem } from '../contract/index.ts';
import { aggregate } from '../jobs/aggregate.ts';
import { addFunnel } from '../sites/funnels.ts';
import { addGoal } from '../sites/goals.ts';

let database: FreshDatabase;
let stats: StatsApp;
let key: string;
let needed: Record<string, string>;
beforeAll(async () => {
  database = await freshDatabase();
  stats = await statsApp(database.sql, () => new Date('2026-03-12T12:00:00Z'));
  const site = await addTestSite(database.sql);
  key = site.key;
  await storeEvents(database.sql, site.siteId, [{ at: '2026-03-12T10:00:00Z', path: '/' }, { at: '2026-03-12T10:00:00Z', event: 'builder.page_edited', columns: { user_id: 'u' } }]);
  await addGoal(database.sql, site.siteId, { name: 'Seen', event: 'page_view' });
  const funnel = await addFunnel(database.sql, site.siteId, { name: 'Both', steps: [{ name: 'Seen', event: 'page_view' }, { name: 'Wrote', event: 'contact_submitted' }] });
  await aggregate(database.sql);
  needed = { breakdown: 'dimension=page', funnel: `id=${funnel.funnel_id}` };
});
afterAll(async () => {
  await stats.app.close();
  await database.drop();
});

const HOSTILE = [
  '\'', '\'\'', '"', '`', ';', '--', '/*', '\\', '\\\'', '$1', '$$', '%', '_', '*', '%s', '{}', '[]', '(', ')', 'null', 'NaN', '1e999', '-1', '0x10', '١٢',
  '\' or 1=1 --', '\'; drop table passerby.sites; --', '1); select pg_sleep(9); --', '") union select secret_hash from passerby.sites --', '${1}', '<script>', '=cmd()', '\r\nset-cookie: a=b', '\u0000', '\ufffe', '𝄞', '../..', 'x'.repeat(3_000),
];
const COMMON = ['from', 'to', 'period', 'filter', 'plan', 'owner'];
const COMPARED = [...COMMON, 'compare', 'compare_from', 'compare_to', 'match_weekday'];
const PARAMETERS: Record<string, string[]> = {
  summary: COMPARED, timeseries: [...COMPARED, 'interval'], breakdown: [...COMMON, 'dimension', 'search', 'goal', 'limit', 'offset'], goals: COMPARED, contacts: COMPARED, builder: [...COMPARED, 'interval'],
  funnels: COMMON, funnel: [...COMMON, 'id'], quality: COMMON, plans: COMMON, sites: [...COMMON, 'search', 'sort', 'limit', 'offset'],
};
const EVERY = Object.entries(PARAMETERS).flatMap(([report, names]) => names.map((name): [string, string] => [report, name]));

/** The addresses that are neither answered nor refused as a problem, and what they got. */
async function odd(urls: string[]): Promise<string[]> {
  const found: string[] = [];
  for (const url of urls) {
    const { status, body, headers } = await stats.ask<Problem>(url);
    const refused = (status === 400 || status === 404) && String(headers['content-type']).includes('application/problem+json') && ['invalid_query', 'unknown_site', 'not_found'].includes(body.code);
    if (status !== 200 && !refused) found.push(`${status} ${url.slice(0, 200)}`);
  }
  return found;
}

describe('hostile text', () => {
  it.each(EVERY)('in %s?%s is a value like any other, or refused as a problem', async (report, name) => {
    const others = needed[report] === undefined || needed[report].startsWith(`${name}=`) ? '' : `${needed[report]}&`;
    const sites = ['plan', 'owner', 'search'].includes(name) ? [key, 'all'] : [key];
    expect(await odd(HOSTILE.flatMap((text) => sites.map((site) => `/api/stats/${site}/${report}?${others}${name}=${encodeURIComponent(text)}`)))).toEqual([]);
  });

  it('in every part of a filter, and in the name of a property, too', async () => {
    expect(await odd(HOSTILE.flatMap((text) => [
      ...[`${text}:is:x`, `country:${text}:x`, `country:is:${text}`, `country:contains:${text}`, `page:matches:${text}`, `goal:is:${text}`, `goal:contains:${text}`, `property:${text}:is:${text}`, `event:is_not:${text}`]
        .map((filter) => `/api/stats/${key}/summary?filter=${encodeURIComponent(filter)}`),
      `/api/stats/${key}/breakdown?dimension=${encodeURIComponent(`property:${text}`)}`,
    ]))).toEqual([]);
  });

  it('in the place of the site is a site that does not exist', async () => {
    for (const text of HOSTILE.filter((one) => one.length < 100)) {
      const { status, body } = await stats.ask<Problem>(`/api/stats/${encodeURIComponent(text)}/summary`);
      expect([text, status]).toEqual([text, 404]);
      expect(['unknown_site', 'not_found']).toContain(body.code);
    }
  });

  it('in names of parameters, and parameters that are given twice, are no matter or refused as a problem', async () => {
    const queries = [...HOSTILE.map((text) => `${encodeURIComponent(text)}=1`), '__proto__=1', 'constructor=1', 'filter[]=country:is:CH', 'from[gt]=1', 'filter=country:is:CH&filter=', '%', '%ff', '&&&', '='];
    expect(await odd(queries.map((query) => `/api/stats/${key}/summary?${query}`))).toEqual([]);
    expect(({} as Record<string, unknown>)['1']).toBeUndefined();
  });

  it('is refused as the name of a parameter that no report knows, with the one that may be meant; what another report knows is not', async () => {
    const { status, body } = await stats.ask<Problem>(`/api/stats/${key}/summary?perod=7d`);
    expect([status, body.code, body.detail]).toEqual([400, 'invalid_query', 'There is no parameter "perod". Is period meant?']);
    expect((await stats.ask<Problem>(`/api/stats/${key}/summary?colour=red`)).body.detail).toContain('period');
    expect((await stats.ask(`/api/stats/${key}/summary?dimension=page&interval=day`)).status).toBe(200);
  });

  it('has changed nothing', async () => {
    const [{ sites, events }] = await database.sql<[{ sites: number; events: number }]>`select (select count(*) from passerby.sites) as sites, (select count(*) from passerby.raw_events) as events`;
    expect([sites, events]).toEqual([1, 2]);
    expect((await stats.ask(`/api/stats/${key}/summary`)).status).toBe(200);
  });
});

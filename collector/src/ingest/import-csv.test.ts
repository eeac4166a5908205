import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { addSite } from '../sites/add-site.ts';
import { findSite } from '../sites/find-site.ts';
import type { Site } from '../sites/site.ts';
import { csvRows } from './csv-rows.ts';
import { importCsv } from './import-csv.ts';

let database: FreshDatabase;
const newSite = async (): Promise<Site> => findSite(database.sql, (await addSite(database.sql, { domain: 'portfolio.example' })).key);
beforeAll(async () => { database = await freshDatabase(); });
afterAll(() => database.drop());

describe('the import of a CSV file', () => {
  it('reads the columns that a mapping names, and those of the usual names', async () => {
    const site = await newSite();
    const lines = [
      '\uFEFFDate;Page;referrer;Person;utm_source;ignored',
      '2024-03-10 10:00:00;/works;https://www.google.com/;anna;;x',
      '2024-03-10 10:01;about;;anna;news;',
      '1710065000;/works;;ben;;',
      'yesterday;/works;;ben;;',
    ];
    const result = await importCsv({ sql: database.sql, site, lines }, { timestamp: 'Date', path: 'Page', visitor: 'Person' });
    expect(result).toMatchObject({ accepted: 3, duplicates: 0, rejected: new Map([['invalid_timestamp', 1]]) });
    const rows = await database.sql`select ts, event, path, source, utm_source, visitor_kept from passerby.raw_events where site_id = ${site.siteId} order by ts`;
    expect([...rows]).toEqual([
      { ts: new Date('2024-03-10T10:00:00Z'), event: 'page_view', path: '/works', source: 'Google', utm_source: null, visitor_kept: true },
      { ts: new Date('2024-03-10T10:01:00Z'), event: 'page_view', path: '/about', source: 'news', utm_source: 'news', visitor_kept: true },
      { ts: new Date('2024-03-10T10:03:20Z'), event: 'page_view', path: '/works', source: null, utm_source: null, visitor_kept: true },
    ]);
    expect(await importCsv({ sql: database.sql, site, lines }, { timestamp: 'Date', path: 'Page', visitor: 'Person' })).toMatchObject({ accepted: 0, duplicates: 3 });
  });

  it('says which columns there are when it cannot find the one it needs', async () => {
    const site = await newSite();
    const run = (mapping: object) => importCsv({ sql: database.sql, site, lines: ['when,page', '2024-03-10,/'] }, mapping);
    await expect(run({})).rejects.toMatchObject({ code: 'csv_mapping', message: expect.stringContaining('The columns are when, page') });
    await expect(run({ timestamp: 'date' })).rejects.toMatchObject({ message: expect.stringContaining('no column \'date\'') });
  });

  it('reads quoted fields with separators, quotes and line breaks in them', async () => {
    const rows = [];
    for await (const row of csvRows(['a,b,c', '"1,5","say ""hi""","two', 'lines"', '', ',,', 'x,"",z'])) rows.push(row);
    expect(rows).toEqual([['a', 'b', 'c'], ['1,5', 'say "hi"', 'two\nlines'], ['', '', ''], ['x', '', 'z']]);
  });
});

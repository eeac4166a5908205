import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { aggregate } from '../jobs/aggregate.ts';
import { addSite } from '../sites/add-site.ts';
import { findSite } from '../sites/find-site.ts';
import type { Site } from '../sites/site.ts';
import { summary } from '../stats/summary.ts';
import { parseAccessLogLine } from './access-log-line.ts';
import { importCombined } from './import-combined.ts';

const fixtures = path.resolve(import.meta.dirname, '../../test/fixtures/access-log');
const log = gunzipSync(readFileSync(path.join(fixtures, 'access.log.gz'))).toString('utf8').split('\n');
/** What count.awk finds in the same file. */
const counted = readFileSync(path.join(fixtures, 'counts.txt'), 'utf8').trimEnd().split('\n').map((line) => line.split(' '));
const ofKind = (kind: string) => counted.filter((line) => line[0] === kind).map((line) => line.slice(1)).toSorted();

let database: FreshDatabase;
const newSite = async (): Promise<Site> => findSite(database.sql, (await addSite(database.sql, { domain: 'semicomplete.com' })).key);
beforeAll(async () => { database = await freshDatabase(); });
afterAll(() => database.drop());

describe('the import of an access log', () => {
  it('stores the page views, visitors, pages and referrers that an independent count finds in the same log', async () => {
    const { sql } = database;
    const site = await newSite();
    const { accepted, counts, rejected } = await importCombined({ sql, site, lines: log });
    const ours = async (query: Promise<{ values: string }[]>) => (await query).map((row) => row.values.split(' ')).toSorted();
    expect(rejected.size).toBe(0);
    expect(counts).toMatchObject({ lines: 1657, pageViews: accepted, unreadable: 0 });
    expect(counts.pageViews + counts.staticFiles + counts.otherRequests).toBe(counts.lines);
    expect(await ours(sql`
      select to_char(ts at time zone 'UTC', 'DD/Mon/YYYY') || ' ' || count(*) || ' ' || count(distinct visitor) as values
        from passerby.raw_events where site_id = ${site.siteId} group by to_char(ts at time zone 'UTC', 'DD/Mon/YYYY')`)).toEqual(ofKind('day'));
    expect(await ours(sql`select path || ' ' || count(*) as values from passerby.raw_events where site_id = ${site.siteId} group by path`)).toEqual(ofKind('page'));
    expect(await ours(sql`
      select regexp_replace(split_part(referrer, '/', 1), '^www\.', '') || ' ' || count(*) as values
        from passerby.raw_events where site_id = ${site.siteId} and referrer is not null group by regexp_replace(split_part(referrer, '/', 1), '^www\.', '')`)).toEqual(ofKind('referrer'));
  });

  it('tells bots apart: they are counted, and in no other figure', async () => {
    const { sql } = database;
    const site = await newSite();
    const { accepted } = await importCombined({ sql, site, lines: log });
    await aggregate(sql);
    const figures = await summary(sql, site.siteId, { from: '2015-05-17', to: '2015-05-20' }, []);
    const [bots] = await sql`select sum(bots)::int as bots from passerby.stats_daily where site_id = ${site.siteId}`;
    expect(bots?.['bots']).toBeGreaterThan(100);
    expect(figures.page_views + Number(bots?.['bots'])).toBe(accepted);
    const agents = log.filter((line) => /Googlebot|bingbot|Feedfetcher|Ezooms/.test(line)).length;
    expect(agents).toBeGreaterThan(0);
    expect(figures.visitors).toBeLessThan(Number((await sql`select count(distinct visitor) as n from passerby.raw_events where site_id = ${site.siteId}`)[0]?.['n']));
  });

  it('stores nothing twice, also when the log has grown since', async () => {
    const { sql } = database;
    const site = await newSite();
    const first = await importCombined({ sql, site, lines: log.slice(0, 800) });
    const second = await importCombined({ sql, site, lines: log });
    const whole = await importCombined({ sql, site: await newSite(), lines: log });
    expect(second.duplicates).toBe(first.accepted);
    expect(first.accepted + second.accepted).toBe(whole.accepted);
  });

  it('counts a line as often as it stands in the log', async () => {
    const line = '198.51.100.7 - - [17/May/2015:10:05:03 +0200] "GET /?utm_source=news&gclid=secret&mail=a@b.example HTTP/1.1" 200 5 "https://www.google.com/search?q=x" "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_9_1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/32.0.1700.77 Safari/537.36"';
    const site = await newSite();
    expect(await importCombined({ sql: database.sql, site, lines: [line, line] })).toMatchObject({ accepted: 2, duplicates: 0 });
    const rows = await database.sql`select ts, path, utm_source, click_id, referrer, source, t::text as whole from passerby.raw_events t where site_id = ${site.siteId}`;
    expect(rows[0]).toMatchObject({ ts: new Date('2015-05-17T08:05:03Z'), path: '/', utm_source: 'news', click_id: 'gclid', referrer: 'www.google.com/search' });
    expect(rows[0]?.['whole']).not.toMatch(/secret|a@b|198\.51/);
  });
});

describe('a line of an access log', () => {
  const read = (line: string) => parseAccessLogLine(line);
  it('is read in the common format too, with names of users that hold spaces', () => {
    expect(read('2001:db8::1 - jo doe [01/Jan/2024:00:00:00 -0530] "HEAD /a HTTP/2.0" 404 -')).toEqual({
      address: '2001:db8::1', time: Date.parse('2024-01-01T05:30:00Z'), method: 'HEAD', target: '/a', status: 404, referrer: '', userAgent: '',
    });
  });
  it('may hold escaped quotes and bytes', () => {
    expect(read(String.raw`10.0.0.1 - - [01/Jan/2024:00:00:00 +0000] "GET /a HTTP/1.1" 200 1 "-" "say \"hi\" \x41"`)).toMatchObject({ referrer: '', userAgent: 'say "hi" A' });
  });
  it.each(['', 'nonsense', String.raw`10.0.0.1 - - [01/Jan/2024:00:00:00 +0000] "\x16\x03\x01" 400 0 "-" "-"`, '10.0.0.1 - - [01/Foo/2024:00:00:00 +0000] "GET / HTTP/1.1" 200 1 "-" "-"'])('is none: %s', (line) => {
    expect(read(line)).toBeUndefined();
  });
});

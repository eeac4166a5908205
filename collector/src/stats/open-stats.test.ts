import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStats, type ProblemError, type Stats } from '../index.ts';
import type { AddedSite } from '../sites/add-site.ts';
import { startCollector, type TestCollector } from '../../../test/support/collector.ts';
import { track, wireEvent } from '../../../test/support/wire.ts';

describe('the figures as a library', () => {
  let collector: TestCollector;
  let site: AddedSite;
  let stats: Stats;

  beforeAll(async () => {
    collector = await startCollector();
    site = await collector.addSite({ owner: 'ada' });
    await track(collector.url, { site: site.key, events: [wireEvent(), wireEvent({ event: 'contact_submitted' })] });
    await collector.aggregate();
    stats = await openStats({ databaseUrl: collector.databaseUrl });
  });
  afterAll(async () => {
    await stats.close();
    await collector.close();
  });

  it.each([
    ['summary', {}], ['timeseries', { interval: 'week' }], ['breakdown', { dimension: 'page', limit: '5' }], ['goals', {}], ['funnels', {}],
    ['contacts', { period: '7d' }], ['builder', {}], ['plans', {}],
  ] as const)('answer %s as the collector does over HTTP', async (report, query) => {
    const reader = { authorization: `Bearer ${await collector.token(site.key)}` };
    const { etag, answer } = await stats.ask(report, { site: site.key, reader, query });
    const response = await fetch(`${collector.url}/api/stats/${site.key}/${report}?${new URLSearchParams(query)}`, { headers: reader });
    expect(await answer()).toEqual(await response.json());
    expect(etag).toMatch(/^"[\w-]+"$/);
  });

  it('know readers by the platform\'s own word for them', async () => {
    const views = async (owner: string) => (await (await stats.ask('summary', { site: site.key, reader: { role: 'artist', owner } })).answer()).metrics.page_views;
    expect(await views('ada')).toBe(1);
    await expect(views('bob')).rejects.toMatchObject({ code: 'unknown_site' } satisfies Partial<ProblemError>);
  });

  it('refuse what they do not understand, in the API\'s words', async () => {
    const reader = { role: 'admin' as const };
    await expect(stats.ask('summary', { site: site.key, reader: { authorization: undefined } })).rejects.toMatchObject({ code: 'invalid_token' });
    await expect(stats.ask('summary', { site: site.key, reader, query: { period: 'ever' } })).rejects.toMatchObject({ code: 'invalid_query' });
    await expect(stats.ask('nothing' as 'summary', { site: site.key, reader })).rejects.toThrow('There is no report called nothing.');
  });
});

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Breakdown, Summary, Timeseries } from '../../collector/src/contract/index.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import { download } from './support/download.ts';
import { openPage, type HostPage } from './support/panel-page.ts';
import { startSampleCollector, type SampleCollector } from './support/sample-collector.ts';

/** Days that are over, so that nothing moves while the test compares. */
const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const RANGE = { from: day(20), to: day(5) };
const QUERY = `from=${RANGE.from}&to=${RANGE.to}`;

describe('a number is the same wherever it stands', () => {
  let collector: SampleCollector;
  let browser: Browser;

  beforeAll(async () => {
    [collector, browser] = await Promise.all([startSampleCollector(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await collector?.close();
  });

  it('card, chart, table, export and API agree on page views, day by day and as a whole', async () => {
    const { page, close } = await open(collector.portfolio);
    const summary = await collector.ask<Summary>(collector.portfolio, `summary?${QUERY}&compare=previous`);
    const series = await collector.ask<Timeseries>(collector.portfolio, `timeseries?${QUERY}&interval=day`);
    const expected = series.points.map((point) => point.page_views);
    expect(expected.reduce((sum, views) => sum + views)).toBe(summary.metrics.page_views);
    expect(summary.metrics.page_views).toBeGreaterThan(1_000);

    await page.locator('stats-card[metric="page_views"] [part="card"]').click();
    expect(numberOf(await text(page, 'stats-card[metric="page_views"] [part="card-value"]'))).toBe(summary.metrics.page_views);
    expect(await text(page, 'stats-card[metric="page_views"] [part="card-change"]')).toContain(`from ${summary.previous!.metrics.page_views.toLocaleString('en')}`);

    const spoken: number[] = [];
    const plot = page.locator('stats-chart [role="slider"]');
    await plot.focus();
    await page.keyboard.press('Home');
    for (const _ of expected) {
      spoken.push(numberOf(/: ([\d,]+) Page views/.exec((await plot.getAttribute('aria-valuetext')) ?? '')?.[1]));
      await page.keyboard.press('ArrowRight');
    }
    expect(spoken).toEqual(expected);

    const exported = await download(page, 'stats-chart', 'JSON');
    expect((JSON.parse(exported.content) as { rows: { page_views: number }[] }).rows.map((row) => row.page_views)).toEqual(expected);
    expect(exported.name).toBe(`mara.example-page_views-${RANGE.from}-${RANGE.to}.json`);

    await page.getByRole('button', { name: 'Show as table' }).click();
    expect((await page.locator('stats-chart tbody td').allTextContents()).map(numberOf)).toEqual(expected);
    await close();
  });

  it('the API is quoted to the digit by every card', async () => {
    const { page, close } = await open(collector.portfolio);
    const { metrics } = await collector.ask<Summary>(collector.portfolio, `summary?${QUERY}`);
    const seconds = Math.round(metrics.visit_duration);
    const cards = {
      visitors: metrics.visitors.toLocaleString('en'),
      visits: metrics.visits.toLocaleString('en'),
      views_per_visit: metrics.views_per_visit.toLocaleString('en', { maximumFractionDigits: 2 }),
      bounce_rate: metrics.bounce_rate.toLocaleString('en', { style: 'percent' }),
      visit_duration: seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m ${seconds % 60}s`,
    };
    for (const [metric, value] of Object.entries(cards)) {
      expect((await text(page, `stats-card[metric="${metric}"] [part="card-value"]`)).trim(), metric).toBe(value);
    }
    await close();
  });

  it('a table shows, saves and filters by the rows of the API', async () => {
    const { page, close } = await open(collector.portfolio);
    const api = await collector.ask<Breakdown>(collector.portfolio, `breakdown?${QUERY}&dimension=source&limit=9`);
    const table = page.locator('stats-breakdown').nth(1);
    const rows = await table.locator('tbody tr').evaluateAll((elements) => elements.map((row) => [...row.querySelectorAll('bdi, td')].map((cell) => cell.textContent)));
    expect(rows.map(([name, visitors]) => [name, numberOf(visitors)])).toEqual(api.rows.map((row) => [row.value || 'Direct', row.visitors]));

    const { content } = await download(page, 'stats-breakdown >> nth=1', 'CSV');
    const [head, ...lines] = content.replace('\uFEFF', '').trim().split('\r\n');
    expect(head).toBe('source,visitors,share');
    expect(lines.map((line) => line.split(',').slice(0, 2))).toEqual(api.rows.map((row) => [row.value, String(row.visitors)]));

    await table.locator('button.name', { hasText: 'Google' }).click();
    const filtered = await collector.ask<Summary>(collector.portfolio, `summary?${QUERY}&filter=source:is:Google`);
    await expect.poll(async () => numberOf(await text(page, 'stats-card[metric="visitors"] [part="card-value"]'))).toBe(filtered.metrics.visitors);
    expect(filtered.metrics.visitors).toBe(api.rows.find((row) => row.value === 'Google')?.visitors);
    await close();
  });

  it('contacts are the visitors whose visits hold one of the goal\'s events, and the rate is their share', async () => {
    const { page, close } = await open(collector.portfolio, 'view="marketing"');
    const all = await collector.ask<Summary>(collector.portfolio, `summary?${QUERY}`);
    const goal = await collector.ask<Summary>(collector.portfolio, `summary?${QUERY}&filter=event:is:contact_submitted&filter=event:is:work_enquiry`);
    expect(goal.metrics.visitors).toBeGreaterThan(0);
    expect(numberOf(await text(page, 'stats-card[metric="conversions"] [part="card-value"]'))).toBe(goal.metrics.visitors);
    const rate = (goal.metrics.visitors / all.metrics.visitors).toLocaleString('en', { style: 'percent', maximumFractionDigits: 1 });
    expect((await text(page, 'stats-card[metric="conversion_rate"] [part="card-value"]')).trim()).toBe(rate);
    await close();
  });

  it('the previous period is drawn, tabled and saved beside the one shown', async () => {
    const { page, close } = await open(collector.portfolio, 'compare');
    const { previous } = await collector.ask<Summary>(collector.portfolio, `summary?${QUERY}&compare=previous`);
    const before = await collector.ask<Timeseries>(collector.portfolio, `timeseries?from=${previous!.from}&to=${previous!.to}&interval=day`);
    await expect.poll(() => page.locator('stats-chart path.previous').first().getAttribute('d')).toMatch(/^M/);
    const { content } = await download(page, 'stats-chart', 'CSV');
    expect(content.split('\r\n')[0]!.replace('\uFEFF', '')).toBe('date,visitors,previous_date,previous_visitors');
    expect(content.trim().split('\r\n').slice(1).map((line) => line.split(',').slice(2))).toEqual(before.points.map((point) => [point.t, String(point.visitors)]));
    await close();
  });

  async function open(site: string, attributes = ''): Promise<HostPage> {
    const host = await openPage(browser, {
      collector: collector.url,
      body: `<stats-panel site="${site}" token="${await collector.token(site)}" from="${RANGE.from}" to="${RANGE.to}" ${attributes}></stats-panel>`,
    });
    await host.page.locator('stats-chart path.line').first().waitFor({ state: 'attached' });
    await expect.poll(() => host.page.locator('stats-card .skeleton').count()).toBe(0);
    await host.page.locator('stats-breakdown').nth(1).locator('[part="row"]').first().waitFor();
    return host;
  }

  const text = async (page: Page, selector: string): Promise<string> => (await page.locator(selector).textContent()) ?? '';
  const numberOf = (shown: string | null | undefined): number => Number((shown ?? '').replaceAll(',', '').trim());
});

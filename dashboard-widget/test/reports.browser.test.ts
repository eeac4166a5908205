import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Breakdown, BuilderActivity, Contacts, Funnel, Goals, PlanAdoption, Summary } from '../../collector/src/contract/index.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import { download } from './support/download.ts';
import { openPage, type HostPage } from './support/panel-page.ts';
import { startSampleCollector, type SampleCollector } from './support/sample-collector.ts';

/** Days that are over, so that nothing moves while the test compares. */
const day = (ago: number): string => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
const RANGE = { from: day(30), to: day(3) };
const QUERY = `from=${RANGE.from}&to=${RANGE.to}`;

describe('a report shows, tables and saves what the API says', () => {
  let collector: SampleCollector;
  let browser: Browser;
  let hosts: HostPage[] = [];

  beforeAll(async () => {
    [collector, browser] = await Promise.all([startSampleCollector(), launchBrowser()]);
  });
  afterEach(async () => {
    const complaints = hosts.flatMap((host) => host.complaints);
    await Promise.all(hosts.map((host) => host.close()));
    hosts = [];
    expect(complaints).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    await collector?.close();
  });

  it('of a funnel: who came to each step, who left and how long it took', async () => {
    const page = await open(collector.portfolio, 'marketing');
    const { funnels: [first] } = await collector.ask<{ funnels: { funnel_id: number }[] }>(collector.portfolio, `funnels?${QUERY}`);
    const api = await collector.ask<Funnel>(collector.portfolio, `funnel?${QUERY}&id=${first!.funnel_id}`);
    expect(api.steps.map((step) => step.visitors > 0)).toEqual([true, true, true]);

    await page.locator('stats-funnel [part="step"]').first().waitFor();
    const steps = await page.locator('stats-funnel [part="step"]').allTextContents();
    for (const [index, step] of api.steps.entries()) {
      expect(steps[index]).toContain(`${index + 1}. ${step.name}`);
      expect(steps[index]).toContain(step.visitors.toLocaleString('en'));
    }
    const left = api.steps.slice(1).map((step, index) => `${(api.steps[index]!.visitors - step.visitors).toLocaleString('en')} left (${percent(1 - step.step_rate)})`);
    expect((await page.locator('stats-funnel .lost').allTextContents()).map((text) => text.split(' · ')[0])).toEqual([...left, '']);
    const widths = await page.locator('stats-funnel rect.on').evaluateAll((bars) => bars.map((bar) => Number.parseFloat(bar.getAttribute('width')!)));
    expect(widths.map((width) => Math.round(width * 1e6))).toEqual(api.steps.map((step) => Math.round(step.total_rate * 1e8)));

    await page.locator('stats-funnel').getByRole('button', { name: 'Show as table' }).click();
    expect((await cells(page, 'stats-funnel')).map((row) => row.slice(0, 4))).toEqual(api.steps.map((step) =>
      [step.name, step.visitors.toLocaleString('en'), percent(step.step_rate), percent(step.total_rate)]));
    expect((await cells(page, 'stats-funnel')).map((row) => row[4])).toEqual(['–', expect.stringMatching(/^\d+m( \d+s)?$/), expect.stringMatching(/^\d+m( \d+s)?$/)]);
    const { content, name } = await download(page, 'stats-funnel', 'JSON');
    expect((JSON.parse(content) as { rows: unknown[] }).rows).toEqual(api.steps.map(({ name: step, ...figures }) => ({ step, ...figures })));
    expect(name).toBe(`mara.example-funnel-${RANGE.from}-${RANGE.to}.json`);
  });

  it('of goals, and the conversions card counts those who met any', async () => {
    const page = await open(collector.portfolio, 'marketing');
    const api = await collector.ask<Goals>(collector.portfolio, `goals?${QUERY}`);
    expect(api.goals.map((goal) => goal.conversions > 0)).toEqual([true, true]);
    await page.locator('stats-goals [part="row"]').first().waitFor();
    expect(await cells(page, 'stats-goals')).toEqual(api.goals.map((goal) =>
      [goal.name, goal.visitors.toLocaleString('en'), goal.conversions.toLocaleString('en'), percent(goal.conversion_rate)]));
    const { content } = await download(page, 'stats-goals', 'JSON');
    expect((JSON.parse(content) as { rows: unknown[] }).rows).toEqual(api.goals.map(({ name, visitors, conversions, conversion_rate }) => ({ goal: name, visitors, conversions, conversion_rate })));
    const any = await collector.ask<Summary>(collector.portfolio, `summary?${QUERY}&filter=goal:matches:*`);
    expect(await card(page, 'conversions')).toBe(any.metrics.visitors.toLocaleString('en'));
    expect(await card(page, 'conversion_rate')).toBe(percent(any.metrics.visitors / api.visitors));
  });

  it('of the builder: cards, line, actions', async () => {
    const page = await open(collector.builder, 'builder');
    const api = await collector.ask<BuilderActivity>(collector.builder, `builder?${QUERY}&compare=previous&interval=day`);
    expect(api.active_builders).toBeGreaterThan(20);
    expect(await card(page, 'builders')).toBe(api.active_builders.toLocaleString('en'));
    expect(await card(page, 'activation_rate')).toBe(percent(api.activation_rate));
    expect(await card(page, 'publish_rate')).toBe(percent(api.publish_rate));
    expect(await page.locator('stats-card[metric="builders"] [part="card-change"]').textContent()).toContain(`from ${api.previous!.active_builders}`);

    const line = JSON.parse((await download(page, 'stats-chart', 'JSON')).content) as { rows: { builders: number }[] };
    expect(line.rows.map((row) => row.builders)).toEqual(api.points.map((point) => point.active_builders));
    await page.locator('stats-chart').getByRole('button', { name: 'Show as table' }).click();
    expect((await page.locator('stats-chart tbody td').allTextContents()).map(Number)).toEqual(api.points.map((point) => point.active_builders));

    const rows = await cells(page, 'stats-features');
    expect(rows.map((row) => row.slice(1))).toEqual(api.features.map(({ builders, actions }) => [builders.toLocaleString('en'), actions.toLocaleString('en'), percent(builders / api.active_builders)]));
    expect(rows.map(([name]) => name)).toContain('Page edited');
    const { content } = await download(page, 'stats-features', 'CSV');
    expect(content.trim().split('\r\n').slice(1).map((row) => row.split(',').slice(0, 3))).toEqual(api.features.map(({ value, builders, actions }) => [value, String(builders), String(actions)]));
  });

  it('of plans: how many accounts each has at the end, day by day as a table', async () => {
    const page = await open(collector.builder, 'builder');
    const { points } = await collector.ask<PlanAdoption>(collector.builder, `plans?${QUERY}`);
    const [first, last] = [points[0]!, points.at(-1)!];
    const all = Object.values(last.accounts).reduce((sum, count) => sum + count);
    const plans = Object.keys(last.accounts).sort();
    await page.locator('stats-plans [part="row"]').first().waitFor();
    expect((await cells(page, 'stats-plans')).map((row) => row.filter(Boolean))).toEqual(plans.map((plan) => {
      const change = last.accounts[plan]! - (first.accounts[plan] ?? 0);
      return [plan, String(last.accounts[plan]), change > 0 ? `+${change}` : String(change), percent(last.accounts[plan]! / all)];
    }));
    expect(await card(page, 'plan_share')).toBe(percent(1 - last.accounts.free! / all));
    await page.locator('stats-card[metric="plan_share"] [part="card"]').click();
    await expect.poll(() => page.locator('stats-chart [role="slider"]').getAttribute('aria-valuetext')).toContain(percent(1 - last.accounts.free! / all));

    await page.locator('stats-plans').getByRole('button', { name: 'Show as table' }).click();
    const expected = points.map((point) => [...plans.map((plan) => point.accounts[plan] ?? 0), point.upgrades, point.downgrades]);
    expect((await cells(page, 'stats-plans')).map((row) => row.slice(1).map(Number))).toEqual(expected);
    const { content } = await download(page, 'stats-plans', 'JSON');
    expect((JSON.parse(content) as { rows: Record<string, unknown>[] }).rows.map((row) => Object.values(row))).toEqual(points.map((point, index) => [point.t, ...expected[index]!]));
  });

  it('of contacts: the card and its line count messages and enquiries', async () => {
    const page = await open(collector.portfolio, 'portfolio');
    const api = await collector.ask<Contacts>(collector.portfolio, `contacts?${QUERY}&compare=previous`);
    expect(api.points.reduce((sum, point) => sum + point.submissions, 0)).toBe(api.submissions);
    expect(await card(page, 'contacts')).toBe(api.submissions.toLocaleString('en'));
    await page.locator('stats-card[metric="contacts"] [part="card"]').click();
    await page.locator('stats-chart').getByRole('button', { name: 'Show as table' }).click();
    await expect.poll(async () => (await page.locator('stats-chart tbody td').allTextContents()).map(Number)).toEqual(api.points.map((point) => point.submissions));
    const { content } = await download(page, 'stats-chart', 'JSON');
    expect((JSON.parse(content) as { rows: { contacts: number }[] }).rows.map((row) => row.contacts)).toEqual(api.points.map((point) => point.submissions));
  });

  it('of what leads: the work and the campaign that most came for, and a click keeps only their visits', async () => {
    const page = await open(collector.portfolio, 'marketing');
    const { rows } = await collector.ask<Breakdown>(collector.portfolio, `breakdown?${QUERY}&dimension=utm_campaign`);
    const top = rows.find((row) => row.value !== '')!;
    const lead = page.locator('stats-leader [part="card"]');
    await expect.poll(() => lead.textContent()).toContain(top.value);
    expect(await lead.textContent()).toContain(`${top.visitors.toLocaleString('en')} visitors`);
    await lead.click();
    await expect.poll(() => card(page, 'visitors')).toBe(top.visitors.toLocaleString('en'));
    expect(await lead.getAttribute('aria-pressed')).toBe('true');
    expect(await page.locator('.chip').textContent()).toMatch(new RegExp(`Campaigns:\\s+${top.value}`));
  });

  it('and fails alone, is empty alone, and says what filters do not reach', async () => {
    const page = await open(collector.builder, 'builder', async (fresh) => {
      await fresh.route('**/funnel?*', (route) => route.fulfill({ status: 500, headers: { 'access-control-allow-origin': '*' }, json: { code: 'internal', detail: 'Broken.' } }));
    });
    await page.locator('stats-funnel').getByText('The figures could not be loaded').waitFor();
    expect(await page.locator('stats-features [part="row"]').count()).toBeGreaterThan(2);
    await page.unroute('**/funnel?*');
    await page.locator('stats-funnel').getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => page.locator('stats-funnel [part="step"]').count()).toBe(4);

    await page.locator('stats-breakdown button.name', { hasText: 'Desktop' }).click();
    await page.locator('stats-features').getByText('Filters do not apply here.').waitFor();
    expect(await card(page, 'builders')).toBe('–');
    expect(await page.locator('stats-card[metric="builders"] [part="card-change"]').textContent()).toContain('Filters do not apply here.');
    expect(await page.locator('stats-chart .note').textContent()).toContain('Filters do not apply here.');

    const alone = await openBody(`<stats-goals site="${collector.unvisited}" token="${await collector.token(collector.unvisited)}"></stats-goals>
      <stats-funnel site="${collector.unvisited}" token="${await collector.token(collector.unvisited)}"></stats-funnel>`);
    await expect.poll(() => alone.getByText('Nothing here yet. It is set up through the API.').count()).toBe(2);
  });

  it('and explains itself: definition, unit, source, zone, last update, consent', async () => {
    const page = await open(collector.portfolio, 'marketing');
    await page.locator('stats-goals').getByRole('button', { name: 'About Goals' }).click();
    const said = page.locator('stats-goals .explanation');
    await expect.poll(() => said.textContent()).toMatch(/Consent: (nobody answered in this range|[\d.]+% of the [\d,]+ who answered agreed)/);
    const text = (await said.textContent()) ?? '';
    for (const part of ['Distinct visitors with at least one event that meets the goal', 'Counted: Visitors', 'Source: all events of mara.example', 'Days and hours in Europe/Berlin', 'Updated ']) {
      expect(text).toContain(part);
    }
  });

  const percent = (share: number): string => share.toLocaleString('en', { style: 'percent', maximumFractionDigits: share < 0.0995 ? 1 : 0 });

  async function open(site: string, view: string, before?: (page: Page) => Promise<void>): Promise<Page> {
    const page = await openBody('<stats-panel></stats-panel>');
    await before?.(page);
    await page.locator('stats-panel').evaluate((element, attributes) => {
      for (const [name, content] of Object.entries(attributes)) element.setAttribute(name, content);
    }, { token: await collector.token(site), view, ...RANGE, site });
    await page.locator('stats-chart path.line').first().waitFor({ state: 'attached' });
    await expect.poll(() => page.locator('.skeleton').count()).toBe(0);
    await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
    return page;
  }

  async function openBody(body: string): Promise<Page> {
    const host = await openPage(browser, { collector: collector.url, body });
    hosts.push(host);
    return host.page;
  }

  const cells = (page: Page, element: string): Promise<string[][]> =>
    page.locator(`${element} tbody tr`).evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('th bdi, td')].map((cell) => cell.textContent.trim())));

  const card = async (page: Page, metric: string): Promise<string> =>
    ((await page.locator(`stats-card[metric="${metric}"] [part="card-value"]`).textContent()) ?? '').trim();
});

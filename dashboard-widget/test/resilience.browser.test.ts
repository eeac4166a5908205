import type { Browser, Page, Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../test/support/browser.ts';
import { openPage, type HostPage, type HostPageOptions } from './support/panel-page.ts';
import { startRemote } from './support/remote.ts';
import { startSampleCollector, type SampleCollector } from './support/sample-collector.ts';

/** What happens between the panel and a real collector: slow answers, refusals, failures, ends of tokens. */
describe('<stats-panel>', () => {
  let collector: SampleCollector;
  let browser: Browser;
  let token: string;
  let hosts: HostPage[] = [];

  beforeAll(async () => {
    [collector, browser] = await Promise.all([startSampleCollector(), launchBrowser()]);
    token = await collector.token(collector.portfolio);
  });
  afterEach(async () => {
    await Promise.all(hosts.map((host) => host.close()));
    hosts = [];
  });
  afterAll(async () => {
    await browser?.close();
    await collector?.close();
  });

  it('asks each question once, though many pieces and two panels need the answer', async () => {
    const page = await open(`${panel()}${panel()}`, { init: collectRequests });
    await loaded(page);
    const asked = await page.evaluate(() => (globalThis as unknown as { asked: string[] }).asked);
    expect(asked.filter((url) => url.includes('/api/stats/')).map((url) => new URL(url).pathname.split('/').pop()).sort())
      .toEqual(['access', 'breakdown', 'breakdown', 'breakdown', 'breakdown', 'summary', 'timeseries']);
  });

  it('keeps what is shown while it asks anew, and never goes blank', async () => {
    const page = await open(panel());
    await loaded(page);
    const before = await value(page);
    const held = await hold(page);
    await page.locator('[role="slider"]').press('w');
    await expect.poll(() => page.locator('stats-card [aria-busy="true"]').count()).toBe(6);
    expect(await value(page)).toBe(before);
    expect(await page.locator('path.line').first().getAttribute('d')).toMatch(/^M/);
    expect(await page.locator('.skeleton').count()).toBe(0);
    held.release();
    await expect.poll(() => value(page)).not.toBe(before);
  });

  it('shows the last question\'s answer, also where an earlier one comes later', async () => {
    const page = await open(panel());
    await loaded(page);
    const held = await hold(page);
    await page.locator('[role="slider"]').press('q');
    await expect.poll(() => held.count()).toBeGreaterThan(0);
    held.pass();
    await page.locator('[role="slider"]').press('w');
    await expect.poll(() => page.locator('stats-card [aria-busy="true"]').count()).toBe(0);
    const week = await value(page);
    held.release();
    await page.waitForLoadState('networkidle');
    expect(await value(page)).toBe(week);
  });

  for (const [width, height] of [[360, 780], [768, 1024], [1280, 900]] as const) {
    for (const view of ['portfolio', 'marketing', 'builder']) {
      it(`moves nothing on the page when its figures arrive, in the ${view} view at ${width} px`, async () => {
        const page = await open('<stats-panel></stats-panel>', { viewport: { width, height }, init: watchShifts });
        const held = await hold(page);
        await page.locator('stats-panel').evaluate((element, attributes) => {
          for (const [name, content] of Object.entries(attributes)) element.setAttribute(name, content);
        }, view === 'builder' ? { token: await collector.token(collector.builder), view, site: collector.builder } : { token, view, site: collector.portfolio });
        await page.locator('stats-card .skeleton').first().waitFor();
        // What the panel shifted before it knew its site is told a frame late, and none of this.
        await page.evaluate(async () => {
          for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
          (globalThis as unknown as { shifted: number }).shifted = 0;
        });
        held.release();
        await loaded(page);
        expect(await page.evaluate(() => (globalThis as unknown as { shifted: number }).shifted)).toBeLessThanOrEqual(0.02);
      });
    }
  }

  it('asks getToken anew when a token is refused, and nobody notices', async () => {
    const page = await open('<stats-panel></stats-panel>');
    await page.locator('stats-panel').evaluate((element, { site, good }) => {
      const panel = element as HTMLElement & { getToken: () => Promise<string>; site: string };
      const tokens = ['spoiled', good];
      panel.getToken = async () => tokens.shift() ?? 'too many';
      panel.site = site;
      panel.addEventListener('stats-error', () => { document.title = 'error'; });
    }, { site: collector.portfolio, good: token });
    await loaded(page);
    expect(await page.title()).toBe('Back office');
    expect(await page.locator('.note').count()).toBe(0);
  });

  it('renews a token that is about to end before anyone refuses it', async () => {
    const asked: (string | undefined)[] = [];
    const claims = (exp: number): string => `e30.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.x`;
    const [ending, lasting] = [claims(Date.now() / 1000 + 5), claims(Date.now() / 1000 + 3_600)];
    const remote = await startRemote((_url, request) => {
      asked.push(request.headers.authorization);
      return { status: 503, body: {} };
    });
    const page = await open('<stats-panel></stats-panel>', { remote: remote.url });
    await page.locator('stats-panel').evaluate((element, { src, tokens }) => {
      Object.assign(element, { getToken: () => tokens.shift(), site: 'pk_x', src });
    }, { src: remote.url, tokens: [ending, lasting] });
    await expect.poll(() => asked.length).toBeGreaterThan(3);
    expect(asked.filter((header) => header === `Bearer ${ending}`).length).toBeLessThanOrEqual(7);
    await page.locator('stats-panel').evaluate((element) => (element as HTMLElement & { context: { refresh(): void } }).context.refresh());
    await expect.poll(() => asked.at(-1)).toBe(`Bearer ${lasting}`);
    await remote.close();
  });

  it('says why it has nothing to show, and tries again when asked', async () => {
    const page = await open('<stats-panel></stats-panel>');
    await page.route('**/api/stats/**', (route) => route.fulfill({ status: 503, headers: { 'access-control-allow-origin': '*' }, json: { code: 'database_unavailable', detail: 'The database is away.' } }));
    await page.locator('stats-panel').evaluate((element, attributes) => {
      for (const [name, content] of Object.entries(attributes)) element.setAttribute(name, content);
    }, { token, site: collector.portfolio });
    await page.getByText('The database is away.').waitFor();
    await page.unroute('**/api/stats/**');
    await page.getByRole('button', { name: 'Try again' }).click();
    await loaded(page);
    expect(Number((await value(page))?.replaceAll(',', ''))).toBeGreaterThan(1_000);
  });

  it('tells apart no connection, a refused access and a plan that does not include something', async () => {
    const expectText = async (answer: (route: Route) => Promise<void>, text: string): Promise<void> => {
      const page = await open('<stats-panel></stats-panel>');
      await page.route('**/api/stats/**', answer);
      await page.locator('stats-panel').evaluate((element) => Object.assign(element, { token: 'x', site: 'pk_x' }));
      await expect.poll(() => page.getByText(text).count()).toBeGreaterThan(0);
    };
    const problem = (status: number, code: string) => (route: Route): Promise<void> =>
      route.fulfill({ status, headers: { 'access-control-allow-origin': '*' }, json: { code, detail: code } });
    await expectText((route) => route.abort(), 'The collector cannot be reached.');
    await expectText(problem(401, 'invalid_token'), 'The token is not accepted');
    await expectText(problem(403, 'forbidden_by_plan'), 'Your plan does not include this.');
    await expectText((route) => route.fulfill({ status: 200, headers: { 'access-control-allow-origin': '*' }, body: '<html>' }), 'What answered is not a collector');
    const nameless = await open('<stats-panel></stats-panel>');
    await expect.poll(() => nameless.getByText('No site is named.').count()).toBe(1);
  });

  it('says whether there is no token, one that is not accepted, or none to be had, once and in no words of the browser', async () => {
    const shows = async (given: '' | 'nonsense' | 'nothing' | 'broken', text: string): Promise<Page> => {
      const page = await open('<stats-panel></stats-panel>');
      await page.locator('stats-panel').evaluate((element, [site, token]) => Object.assign(element, {
        site, ...(token === 'broken' ? { getToken: () => JSON.parse('<html>') as string } : token === 'nothing' ? { getToken: () => undefined } : { token }),
      }), [collector.portfolio, given]);
      await page.getByText(text).waitFor();
      expect(await page.getByText('The figures could not be loaded').count()).toBe(1);
      expect(await page.locator('.skeleton').count()).toBe(0);
      expect(await page.locator('stats-panel').getByText('SyntaxError').count()).toBe(0);
      return page;
    };
    await shows('', 'No token was given.');
    await shows('nothing', 'No token was given.');
    await shows('nonsense', 'The token is not accepted');
    const page = await shows('broken', 'its getToken failed');
    // What it failed with is the host's to know.
    const told = page.locator('stats-panel').evaluate((element) => new Promise((resolve) => {
      element.addEventListener('stats-error', (event) => resolve((event as unknown as { error: Error }).error.message));
    }));
    await page.getByRole('button', { name: 'Try again' }).click();
    expect(await told).toContain('SyntaxError');
  });

  it('keeps the figures and says that they may be old when a refresh fails', async () => {
    const page = await open(panel());
    await loaded(page);
    const before = await value(page);
    await page.route('**/api/stats/**', (route) => route.abort());
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('these figures may be out of date').waitFor();
    expect(await value(page)).toBe(before);
    await page.unroute('**/api/stats/**');
    await page.getByRole('button', { name: 'Refresh' }).click();
    await expect.poll(() => page.getByText('these figures may be out of date').count()).toBe(0);
  });

  it('never shows one site\'s figures under another\'s name', async () => {
    const page = await open(panel());
    await loaded(page);
    await page.route('**/api/stats/**', () => {});
    await page.locator('stats-panel').evaluate((element, [site, access]) => Object.assign(element, { site, token: access }),
      [collector.builder, await collector.token(collector.builder)]);
    await expect.poll(() => page.locator('stats-card [part="card-value"] .skeleton').count()).toBe(6);
    expect(await page.getByText('mara.example').count()).toBe(0);
  });

  it('tells a new site what to do, and sees its first event arrive', async () => {
    const key = collector.unvisited;
    const page = await open(`<stats-panel site="${key}" token="${await collector.token(key)}"></stats-panel>`);
    await page.getByText('No visit yet').waitFor();
    expect(await page.locator('pre').textContent()).toBe(`<script defer src="${collector.url}/passerby.js" data-site="${key}"></script>`);
    await collector.import(key, [{
      id: '0190f3b0-0000-7000-8000-000000000002', event: 'page_view', timestamp: new Date(Date.now() - 120_000).toISOString(),
      actor: { type: 'visitor', id: '5b4f6f3e-6a39-4b67-9d43-0d5d61f6a002' }, properties: {}, context: { url: 'https://new.example/' },
    }]);
    await expect.poll(() => page.locator('stats-card').count(), { timeout: 20_000 }).toBe(6);
    expect((await value(page))?.trim()).toBe('1');
  });

  it('stands still for readers who asked for less motion', async () => {
    const remote = await startRemote(() => undefined);
    const animation = async (options: Partial<HostPageOptions>): Promise<string> => {
      const page = await open(`<stats-panel site="pk_x" token="x" src="${remote.url}"></stats-panel>`, { remote: remote.url, ...options });
      return page.locator('.skeleton').first().evaluate((bone) => getComputedStyle(bone).animationName);
    };
    expect(await animation({ reducedMotion: 'reduce' })).toBe('none');
    expect(await animation({ reducedMotion: 'no-preference' })).toBe('breathe');
    await remote.close();
  });

  const panel = (): string => `<stats-panel site="${collector.portfolio}" token="${token}"></stats-panel>`;
  const value = (page: Page): Promise<string | null> => page.locator('stats-card[metric="visitors"] [part="card-value"]').first().textContent();

  async function open(body: string, options: Partial<HostPageOptions> = {}): Promise<Page> {
    const host = await openPage(browser, { collector: collector.url, ...options, body });
    hosts.push(host);
    return host.page;
  }

  async function loaded(page: Page): Promise<void> {
    await page.locator('[part="row"]').first().waitFor();
    await expect.poll(() => page.locator('.skeleton').count()).toBe(0);
    await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
  }

  /** Lets no answer through until it is released; `pass` lets new questions through but not those that wait. */
  async function hold(page: Page): Promise<{ count(): number; pass(): void; release(): void }> {
    let count = 0;
    let passing = false;
    let release = (): void => {};
    const gate = new Promise<void>((resolve) => { release = resolve; });
    await page.route('**/api/stats/**', async (route) => {
      if (!passing) {
        count += 1;
        await gate;
      }
      await route.continue();
    });
    return { count: () => count, pass: () => { passing = true; }, release };
  }
});

function collectRequests(): void {
  const asked: string[] = [];
  Object.assign(globalThis, { asked });
  const real = globalThis.fetch;
  globalThis.fetch = (...call: Parameters<typeof fetch>) => {
    asked.push(call[0] as string);
    return real(...call);
  };
}

function watchShifts(): void {
  const page = globalThis as unknown as { shifted: number };
  page.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) page.shifted += (entry as unknown as { value: number }).value;
  }).observe({ type: 'layout-shift', buffered: true });
}

import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../test/support/browser.ts';
import { openPage, type HostPage, type HostPageOptions } from './support/panel-page.ts';
import { startSampleCollector, type SampleCollector } from './support/sample-collector.ts';

/** In each language: a card, the range, the finding's end. */
const SAID = {
  de: ['Besucher', 'Letzte 30 Tage', 'im vorigen Zeitraum'],
  en: ['Visitors', 'Last 30 days', 'in the previous period'],
  es: ['Visitantes', 'Últimos 30 días', 'en el periodo anterior'],
  fr: ['Visiteurs', '30 derniers jours', 'sur la période précédente'],
  it: ['Visitatori', 'Ultimi 30 giorni', 'nel periodo precedente'],
  nl: ['Bezoekers', 'Laatste 30 dagen', 'in de vorige periode'],
  pl: ['Odwiedzający', 'Ostatnie 30 dni', 'w poprzednim okresie'],
  pt: ['Visitantes', 'Últimos 30 dias', 'no período anterior'],
};

describe('<stats-panel> speaks', () => {
  let collector: SampleCollector;
  let browser: Browser;

  beforeAll(async () => {
    [collector, browser] = await Promise.all([startSampleCollector(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await collector?.close();
  });

  for (const [lang, [card, range, finding]] of Object.entries(SAID)) {
    it(`the page's language: ${lang}, without a flash of another and without overflow at 360 px`, async () => {
      const host = await open({ lang, init: watchTexts });
      const { page } = host;
      expect(await page.locator('stats-card[metric="visitors"] [part="card-name"]').textContent()).toBe(card);
      expect(await page.locator('[part="finding"]').textContent()).toMatch(new RegExp(`^${range}.*${finding}`));
      expect(await page.evaluate(() => [...(globalThis as unknown as { texts: Set<string> }).texts])).toEqual([card]);
      await page.setViewportSize({ width: 360, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
      expect(host.complaints).toEqual([]);
      await host.close();
    });
  }

  it('the numbers and dates of the page\'s region', async () => {
    const host = await open({ lang: 'de-CH' });
    expect(await host.page.locator('stats-card[metric="page_views"] [part="card-value"]').textContent()).toMatch(/\d[’']\d{3}/);
    await host.close();
  });

  it('another language as soon as the page does', async () => {
    const host = await open({ lang: 'en' });
    await host.page.evaluate(() => { document.documentElement.lang = 'fr'; });
    await expect.poll(() => name(host.page)).toBe('Visiteurs');
    await host.close();
  });

  it('the host\'s own words where it gives some', async () => {
    const host = await open({ lang: 'de' });
    await host.page.locator('stats-panel').evaluate((panel) => Object.assign(panel, { messages: { visitors: 'Gäste' } }));
    await expect.poll(() => name(host.page)).toBe('Gäste');
    expect(await host.page.locator('stats-card[metric="visits"] [part="card-name"]').textContent()).toBe('Besuche');
    await host.close();
  });

  it('from right to left: time runs leftwards, the left arrow goes on, nothing overflows', async () => {
    const host = await open({ lang: 'ar', dir: 'rtl' });
    const { page } = host;
    const plot = page.locator('[role="slider"]');
    await plot.focus();
    await page.keyboard.press('Home');
    const first = await page.locator('line.cursor').getAttribute('x1');
    await page.keyboard.press('ArrowLeft');
    expect(await plot.getAttribute('aria-valuenow')).toBe('2');
    expect(Number(await page.locator('line.cursor').getAttribute('x1'))).toBeLessThan(Number(first));
    const [head, bar] = await Promise.all([page.locator('stats-breakdown').first().boundingBox(), page.locator('[part="bar"] rect').first().boundingBox()]);
    expect(bar!.x + bar!.width).toBeGreaterThan(head!.x + head!.width - 40);
    for (const width of [360, 768, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    await host.close();
  });

  const name = (page: Page): Promise<string | null> => page.locator('stats-card[metric="visitors"] [part="card-name"]').textContent();

  async function open(options: Partial<HostPageOptions>): Promise<HostPage> {
    const host = await openPage(browser, {
      collector: collector.url, ...options, body: `<stats-panel site="${collector.portfolio}" token="${await collector.token(collector.portfolio)}"></stats-panel>`,
    });
    await host.page.locator('[part="row"]').first().waitFor();
    await expect.poll(() => host.page.locator('.skeleton').count()).toBe(0);
    return host;
  }
});

/** Remembers every name that a card ever had. */
function watchTexts(): void {
  const texts = new Set<string>();
  Object.assign(globalThis, { texts });
  const look = (): void => {
    const card = document.querySelector('stats-panel')?.shadowRoot?.querySelector('stats-card')?.shadowRoot?.querySelector('[part="card-name"]');
    if (card) texts.add(card.textContent);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}

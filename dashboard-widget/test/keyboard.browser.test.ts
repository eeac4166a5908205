import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../test/support/browser.ts';
import { openPage } from './support/panel-page.ts';
import { startSampleCollector, type SampleCollector } from './support/sample-collector.ts';

interface Stop {
  /** The element's role or tag, and its name. */
  name: string;
  outlined: boolean;
  visible: boolean;
}

describe('with the keyboard alone', () => {
  let collector: SampleCollector;
  let browser: Browser;

  beforeAll(async () => {
    [collector, browser] = await Promise.all([startSampleCollector(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await collector?.close();
  });

  for (const [view, landmarks] of Object.entries({
    portfolio: ['Filter', 'Date range', 'Page views', 'About Page views', 'Export', 'by Day', 'Pages'],
    marketing: ['Filter', 'Date range', 'Visitors', 'Export', 'by Day', 'Sources', 'Campaigns'],
    builder: ['Filter', 'Date range', 'Active builders', 'Export', 'by Day'],
  })) {
    it(`every control of the ${view} view is reached, in order, with a ring around it, and the last one lets go`, async () => {
      const key = view === 'builder' ? collector.builder : collector.portfolio;
      const { page, close } = await openPage(browser, {
        collector: collector.url, body: `<a href="#before">Before</a><stats-panel site="${key}" token="${await collector.token(key)}" view="${view}"></stats-panel><a href="#after" id="after">After</a>`,
      });
      await page.locator('[part~="row"]').first().waitFor();
      await expect.poll(() => page.locator('.skeleton').count()).toBe(0);
      await page.locator('a').first().focus();
      const stops: Stop[] = [];
      for (let step = 0; step < 200 && stops.at(-1)?.name !== 'After'; step++) {
        await page.keyboard.press('Tab');
        stops.push(await stop(page));
      }
      expect(stops.at(-1)?.name).toBe('After');
      expect(stops.length).toBeGreaterThan(20);
      expect(stops.filter(({ outlined, visible }) => !outlined || !visible)).toEqual([]);
      const order = landmarks.map((landmark) => stops.findIndex(({ name }) => name.includes(landmark)));
      expect(order).not.toContain(-1);
      expect(order).toEqual([...order].sort((one, other) => one - other));
      await close();
    });
  }

  it('a menu opens, is walked, closes, and gives the focus back', async () => {
    const { page, close } = await openPage(browser, {
      collector: collector.url, body: `<stats-panel site="${collector.portfolio}" token="${await collector.token(collector.portfolio)}"></stats-panel>`,
    });
    await page.locator('[part~="row"]').first().waitFor();
    const opener = page.getByRole('button', { name: 'Date range' });
    await opener.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Today' }).waitFor();
    await page.keyboard.press('Tab');
    expect((await stop(page)).name).toContain('Today');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator(':popover-open').count()).toBe(0);
    // The browser tells a frame later that the menu has closed.
    await expect.poll(async () => (await stop(page)).name).toContain('Date range');
    await close();
  });

  /** Where the focus is, through shadow roots. */
  const stop = (page: Page): Promise<Stop> => page.evaluate(() => {
    let at = document.activeElement!;
    while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(at);
    const { width, height } = at.getBoundingClientRect();
    return {
      name: (at.getAttribute('aria-label') ?? at.textContent).replaceAll(/\s+/g, ' ').trim().slice(0, 60),
      outlined: outlineStyle !== 'none' && outlineWidth !== '0px',
      visible: width > 0 && height > 0,
    };
  });
});

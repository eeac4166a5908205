import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenSecret } from '../../collector/src/auth/secret.ts';
import { mintToken } from '../../collector/src/auth/tokens.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import { openPage } from './support/panel-page.ts';
import { startSampleCollector, type SampleCollector } from './support/sample-collector.ts';

const EVIL = `"><img src=x onerror="document.title='taken'"><i class=evil>`;
/** Strings that are not names: days, times, zones, and what the panel compares with words that it knows. */
const KEPT = /^(t|from|to|interval|aggregated_at|timezone|dimension|role|intervals|dimensions|site|funnel_id|goal_id|share_id|created_at|expires_at|token|url)$/;

describe('every name that a collector tells', () => {
  let collector: SampleCollector;
  let browser: Browser;

  beforeAll(async () => {
    [collector, browser] = await Promise.all([startSampleCollector(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await collector?.close();
  });

  for (const view of ['', 'portfolio', 'marketing', 'builder', 'all']) {
    it(`is drawn as text where it is markup, in the ${view || 'first'} view and behind its buttons`, async () => {
      const key = view === 'builder' ? collector.builder : collector.portfolio;
      const token = await mintToken({ secret: await tokenSecret(collector.sql, undefined), role: 'admin', sites: [collector.portfolio, collector.builder], ttlSeconds: 600 });
      const { page, complaints, close } = await openPage(browser, { collector: collector.url, body: '<stats-panel></stats-panel>' });
      await page.route(/\/api\/(stats|sites)\//, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, json: spoil(await answer.json()) });
      });
      await page.locator('stats-panel').evaluate((panel, given) => Object.assign(panel, given), { token, view, site: view === 'all' ? 'all' : key });
      await page.locator('[part~="row"]').first().waitFor();
      await expect.poll(() => page.locator('.skeleton').count()).toBe(0);
      const seen = await names(page);
      expect(seen).toBeGreaterThan(6);

      // Behind buttons: filters by such a value, explanations, links.
      const value = page.locator('stats-breakdown button.name').first();
      if (await value.count()) await value.click();
      for (const [button] of [['Share'], ['Filter'], [/^About /]] as const) {
        const opener = page.getByRole('button', { name: button, exact: true }).first();
        if (!(await opener.count())) continue;
        await opener.click();
        await page.locator(':popover-open').first().waitFor();
        await page.keyboard.press('Escape');
      }
      for (const tab of await page.getByRole('tab').all()) await tab.click();
      await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0);
      expect(await page.locator('img, i.evil').count()).toBe(0);
      expect(await page.title()).toBe('Back office');
      expect(complaints).toEqual([]);
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await close();
    });
  }

  /** Texts and attributes that hold such a name. */
  const names = (page: Page): Promise<number> =>
    page.getByText('<img src=x onerror=').count();
});

/** The same answer with markup in front of every name. */
function spoil(answer: unknown, field = ''): unknown {
  if (typeof answer === 'string') return KEPT.test(field) ? answer : `${EVIL}${answer}`;
  if (Array.isArray(answer)) return answer.map((item) => spoil(item, field));
  if (typeof answer !== 'object' || answer === null) return answer;
  return Object.fromEntries(Object.entries(answer).map(([name, value]) => [name, spoil(value, name)]));
}

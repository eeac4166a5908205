import { AxeBuilder } from '@axe-core/playwright';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tokenSecret } from '../../collector/src/auth/secret.ts';
import { mintToken } from '../../collector/src/auth/tokens.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import { openPage, type HostPage } from './support/panel-page.ts';
import { startRemote, type Remote } from './support/remote.ts';
import { startSampleCollector, type SampleCollector } from './support/sample-collector.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const WIDTHS = [360, 768, 1280];
const SCHEMES = ['light', 'dark'] as const;

describe('the panel passes the accessibility audit', () => {
  let collector: SampleCollector;
  let browser: Browser;
  let broken: Remote;
  let silent: Remote;

  beforeAll(async () => {
    [collector, browser, broken, silent] = await Promise.all([
      startSampleCollector(), launchBrowser(),
      startRemote(() => ({ status: 503, body: { code: 'database_unavailable', detail: 'The database is away.' } })),
      startRemote(() => undefined),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all([collector?.close(), broken?.close(), silent?.close()]);
  });

  const states = {
    ok: { site: () => collector.portfolio, remote: () => '', settled: '[part~="row"]' },
    empty: { site: () => collector.unvisited, remote: () => '', settled: 'pre' },
    error: { site: () => collector.portfolio, remote: () => broken.url, settled: '.trouble .note' },
    loading: { site: () => collector.portfolio, remote: () => silent.url, settled: '.skeleton' },
  };

  for (const view of ['portfolio', 'marketing', 'builder']) {
    for (const [state, { site, remote, settled }] of Object.entries(states)) {
      it(`in the ${view} view, ${state}, at every width, light and dark`, async () => {
        const key = state === 'ok' && view === 'builder' ? collector.builder : site();
        const token = await collector.token(key);
        for (const scheme of SCHEMES) {
          const host = await openPage(browser, {
            collector: collector.url, remote: remote(), scheme, lang: 'en',
            body: `<stats-panel site="${key}" token="${token}" view="${view}" ${remote() && `src="${remote()}"`}></stats-panel>`,
          });
          for (const width of WIDTHS) {
            await host.page.setViewportSize({ width, height: 900 });
            await host.page.locator(settled).first().waitFor();
            await host.page.locator(state === 'ok' ? '.skeleton' : '.never').first().waitFor({ state: 'detached' });
            expect(await audit(host)).toEqual([]);
            expect(await overflows(host), `${width} px ${scheme}`).toBe(false);
          }
          expect(host.complaints).toEqual([]);
          await host.close();
        }
      });
    }
  }

  it.each([[1280, 'light'], [360, 'dark']] as const)('with its menus, its table and an explanation open, at %i px, %s', async (width, scheme) => {
    const host = await openPage(browser, {
      collector: collector.url, scheme, viewport: { width, height: 900 }, body: `<stats-panel site="${collector.portfolio}" token="${await collector.token(collector.portfolio)}" compare></stats-panel>`,
    });
    const { page } = host;
    await page.locator('[part~="row"]').first().waitFor();
    await page.getByRole('button', { name: 'Show as table' }).click();
    expect(await audit(host)).toEqual([]);
    const openers: Record<string, string[]> = { 'Date range': ['#range'], Filter: ['#filter'], Share: ['#share'], 'About Visitors': ['stats-card[metric=visitors]', '#about'], Export: ['stats-chart', '#export'] };
    for (const [opener, path] of Object.entries(openers)) {
      await page.getByRole('button', { name: opener }).first().click();
      await page.locator(':popover-open > *').first().waitFor();
      // Of what lies under an open popover, the audit would say that it is covered.
      expect(await audit(host, ['stats-panel', path[0]!, ...path.slice(1)]), opener).toEqual([]);
      await page.keyboard.press('Escape');
    }
    await host.close();
  });

  it('of every report: drawn, as a table and explained', async () => {
    for (const [view, site, elements] of [['marketing', collector.portfolio, ['stats-funnel']], ['builder', collector.builder, ['stats-funnel', 'stats-plans']]] as const) {
      const host = await openPage(browser, { collector: collector.url, body: `<stats-panel site="${site}" token="${await collector.token(site)}" view="${view}"></stats-panel>` });
      for (const element of elements) {
        await host.page.locator(`${element} .rows :is(li, tr)`).first().waitFor();
        await host.page.locator(element).getByRole('button', { name: 'Show as table' }).click();
        await host.page.locator(`${element} .scroll`).waitFor();
      }
      expect(await audit(host), view).toEqual([]);
      await host.page.locator('stats-funnel').getByRole('button', { name: 'About Funnel' }).click();
      await host.page.locator('stats-funnel .explanation').waitFor();
      expect(await audit(host, ['stats-panel', 'stats-funnel', '#about'])).toEqual([]);
      expect(host.complaints).toEqual([]);
      await host.close();
    }
  });

  it('of all sites at once, at every width, light and dark', async () => {
    const token = await mintToken({ secret: await tokenSecret(collector.sql, undefined), role: 'admin', sites: [collector.portfolio, collector.builder], ttlSeconds: 600 });
    for (const scheme of SCHEMES) {
      const host = await openPage(browser, { collector: collector.url, scheme, body: `<stats-panel site="all" token="${token}"></stats-panel>` });
      for (const width of WIDTHS) {
        await host.page.setViewportSize({ width, height: 900 });
        await host.page.locator('stats-sites [part="row"]').first().waitFor();
        expect(await audit(host)).toEqual([]);
        expect(await overflows(host), `${width} px ${scheme}`).toBe(false);
      }
      expect(host.complaints).toEqual([]);
      await host.close();
    }
  });

  it('in forced colours', async () => {
    const host = await openPage(browser, {
      collector: collector.url, forcedColors: 'active', body: `<stats-panel site="${collector.portfolio}" token="${await collector.token(collector.portfolio)}"></stats-panel>`,
    });
    await host.page.locator('[part~="row"]').first().waitFor();
    expect(await audit(host)).toEqual([]);
    expect(await host.page.locator('[part="line"]').evaluate((line) => getComputedStyle(line).stroke)).not.toBe('none');
    await host.close();
  });

  /** @param part selectors of a part, from shadow root to shadow root; without it, the whole page */
  async function audit({ page }: HostPage, part?: [string, string, ...string[]]): Promise<string[]> {
    const axe = new AxeBuilder({ page }).withTags(TAGS);
    const { violations } = await (part ? axe.include({ fromShadowDom: part }) : axe).analyze();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.target.flat().join(' ')} ${node.failureSummary ?? ''}`).join('; ')}`);
  }

  const overflows = ({ page }: HostPage): Promise<boolean> =>
    page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
});

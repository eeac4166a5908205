import { AxeBuilder } from '@axe-core/playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/browser.ts';
import { button, region, startBannerSite, type BannerSite, type PageOptions } from './banner-site.ts';

const SEVERAL = 'data-purposes="analytics,marketing" data-privacy="/privacy"';
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const PARAGRAPHS = Array.from({ length: 40 }, (_, n) => `<p><a href="#${n}">Link ${n}</a></p>`).join('');

/** Before anything else on the page: every layout shift, and the last candidate of the Largest Contentful Paint. */
const OBSERVE = `<script>
  shifts = []; largest = [];
  new PerformanceObserver((list) => shifts.push(...list.getEntries().map((entry) => entry.value))).observe({ type: 'layout-shift', buffered: true });
  new PerformanceObserver((list) => largest.push(...list.getEntries().map((entry) => entry.element?.tagName))).observe({ type: 'largest-contentful-paint', buffered: true });
</script>`;

/** Two frames later, everything has been laid out and painted. */
const painted = (page: Page) => page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));

describe('the banner on a page', () => {
  let browser: Browser;
  let site: BannerSite;
  beforeAll(async () => { [browser, site] = await Promise.all([launchBrowser(), startBannerSite()]); });
  afterAll(async () => { await browser.close(); await site.close(); });

  async function visit(options: PageOptions = {}, context: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await browser.newContext(context)).newPage();
    await page.goto(site.page(options));
    return page;
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [360, 1280]) {
      it(`passes the accessibility audit in ${colorScheme}, ${width} px wide`, async () => {
        for (const attributes of ['', SEVERAL]) {
          const page = await visit({ attributes, head: '<style>:root { color-scheme: light dark }</style>' }, { colorScheme, viewport: { width, height: 720 } });
          const { violations, passes } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
          expect(violations.map(({ id, nodes }) => [id, nodes.map((node) => node.target)])).toEqual([]);
          // It did look into the banner.
          expect(passes.find(({ id }) => id === 'color-contrast')!.nodes.map((node) => node.target.flat()[0])).toContain('section');
        }
      });
    }
  }

  it('is dark where the visitor prefers dark', async () => {
    for (const [colorScheme, background, text] of [['light', 'rgb(255, 255, 255)', 'rgb(0, 0, 0)'], ['dark', 'rgb(18, 18, 18)', 'rgb(255, 255, 255)']] as const) {
      const page = await visit({}, { colorScheme });
      expect(await region(page).locator('div').evaluate((box) => [getComputedStyle(box).backgroundColor, getComputedStyle(box).color])).toEqual([background, text]);
    }
  });

  it('keeps its edges and those of its buttons in forced colours', async () => {
    const page = await visit({}, { forcedColors: 'active' });
    const colours = (selector: string) => region(page).locator(selector).first().evaluate((element) => [getComputedStyle(element).borderTopColor, getComputedStyle(element).backgroundColor]);
    for (const selector of ['div', 'button']) {
      const [edge, background] = await colours(selector);
      expect(edge).not.toBe(background);
    }
  });

  for (const width of [360, 1280]) {
    it(`moves nothing when it comes and goes, ${width} px wide`, async () => {
      for (const body of [undefined, PARAGRAPHS, '<style>html, body { height: 100%; margin: 0 } body { display: grid; place-items: center }</style><h1>Middle</h1>']) {
        const page = await visit({ head: OBSERVE, ...(body && { body }) }, { viewport: { width, height: 640 } });
        await painted(page);
        const before = await page.evaluate(() => document.body.lastElementChild!.getBoundingClientRect().top);
        await button(page, 'Accept').click();
        await painted(page);
        expect(await page.evaluate('shifts')).toEqual([]);
        expect(await page.evaluate(() => document.body.lastElementChild!.getBoundingClientRect().top)).toBe(before);
      }
    });

    it(`is not the largest contentful paint, even of a page with little text, ${width} px wide`, async () => {
      const page = await visit({ head: OBSERVE, attributes: SEVERAL, body: '<p>Soon.</p>' }, { viewport: { width, height: 640 } });
      await expect.poll(() => page.evaluate('largest')).toEqual(['P']);
      await painted(page);
      expect(await page.evaluate('largest')).toEqual(['P']);
    });
  }

  it('does not move by itself', async () => {
    const page = await visit();
    await painted(page);
    expect(await region(page).locator('div').evaluate((box) => {
      const style = getComputedStyle(box);
      return [parseFloat(style.animationDuration), style.transitionProperty === 'all' ? parseFloat(style.transitionDuration) : 0];
    })).toEqual([0.001, 0]);
  });

  it('looks the same whatever the page says of its sections and its font size', async () => {
    const hostile = '<style>html { font-size: 5px } section { display: none; opacity: 0; position: static; transform: rotate(9deg); width: 20px; padding: 99px; font: 9px monospace; color: red }</style>';
    const [plain, styled] = await Promise.all([visit(), visit({ head: hostile })]);
    expect(await region(styled).boundingBox()).toEqual(await region(plain).boundingBox());
    const font = (page: Page) => button(page, 'Reject').evaluate((element) => getComputedStyle(element).font);
    expect(await font(styled)).toBe(await font(plain));
    await button(styled, 'Accept').click();
  });

  it('follows the visitor\'s own font size', async () => {
    const page = await visit();
    const { height } = (await button(page, 'Reject').boundingBox())!;
    await (await page.context().newCDPSession(page)).send('Page.setFontSizes', { fontSizes: { standard: 32 } });
    await page.reload();
    expect(await button(page, 'Reject').evaluate((element) => getComputedStyle(element).fontSize)).toBe('32px');
    expect((await button(page, 'Reject').boundingBox())!.height).toBeGreaterThanOrEqual(height);
  });

  it('can be decided on in a window of 320 by 256 px, as it is at four times zoom', async () => {
    const page = await visit({ attributes: SEVERAL }, { viewport: { width: 320, height: 256 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    expect(await region(page).locator('div').evaluate((box) => box.scrollWidth <= box.clientWidth)).toBe(true);
    expect((await region(page).boundingBox())!.y).toBeGreaterThanOrEqual(0);
    await region(page).getByText('May we').scrollIntoViewIfNeeded();
    expect((await region(page).getByText('May we').boundingBox())!.y).toBeGreaterThanOrEqual(0);
    await button(page, 'Selected').click();
    expect(await region(page).count()).toBe(0);
  });

  it('runs from right to left on a page that does, with an English question still read from the left', async () => {
    const page = await visit({ lang: 'ar', dir: 'rtl' }, { viewport: { width: 1280, height: 640 } });
    const [reject, accept] = await Promise.all([button(page, 'Reject').boundingBox(), button(page, 'Accept').boundingBox()]);
    expect(reject!.x).toBeGreaterThan(accept!.x);
    expect(await region(page).locator('bdi').evaluate((question) => getComputedStyle(question).direction)).toBe('ltr');
  });

  it('never hides what has focus behind it', async () => {
    const page = await visit({ body: PARAGRAPHS }, { viewport: { width: 360, height: 640 } });
    await expect.poll(() => page.evaluate(() => document.documentElement.style.scrollPaddingBottom)).not.toBe('');
    for (let n = 0; n < 40; n++) {
      await page.locator(`a[href="#${n}"]`).focus();
      const link = (await page.locator(`a[href="#${n}"]`).boundingBox())!;
      const banner = (await region(page).boundingBox())!;
      expect(link.y + link.height, `link ${n}`).toBeLessThanOrEqual(banner.y);
    }
  });

  it('leaves the end of the page within reach, and takes the room back once decided', async () => {
    const page = await visit({ body: PARAGRAPHS }, { viewport: { width: 360, height: 640 } });
    const height = () => page.evaluate(() => document.documentElement.scrollHeight);
    const banner = (await region(page).boundingBox())!;
    await page.evaluate(() => scrollTo(0, 1e6));
    const last = (await page.getByRole('link', { name: 'Link 39' }).boundingBox())!;
    expect(last.y + last.height).toBeLessThanOrEqual(banner.y);
    const before = await height();
    await button(page, 'Reject').click();
    await expect.poll(height).toBe(before - banner.height);
  });

  it('gives no scroll bar to a page that has none', async () => {
    const page = await visit({ head: '<style>html, body { height: 100%; margin: 0 } body { display: grid }</style>' }, { viewport: { width: 360, height: 640 } });
    await painted(page);
    expect(await page.evaluate(() => [document.documentElement.scrollHeight, document.documentElement.style.marginBottom])).toEqual([640, '']);
  });

  it('breaks no rule of a page with a strict content security policy and Trusted Types', async () => {
    const policy = `default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'`;
    const page = await (await browser.newContext()).newPage();
    const complaints: string[] = [];
    page.on('console', (message) => { complaints.push(message.text()); });
    page.on('pageerror', (error) => { complaints.push(error.message); });
    await page.addInitScript(() => addEventListener('securitypolicyviolation', (event) => console.log(`violated ${event.violatedDirective}`)));
    await page.goto(site.page({ attributes: SEVERAL, headers: { 'content-security-policy': policy } }));
    expect((await button(page, 'Reject').boundingBox())!.height).toBeGreaterThanOrEqual(44);
    const proofs = site.proofs.length;
    await button(page, 'Reject').click();
    await expect.poll(() => site.proofs.length).toBe(proofs + 1);
    await page.getByRole('button', { name: 'Privacy choices' }).click();
    expect(await region(page).isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });
});

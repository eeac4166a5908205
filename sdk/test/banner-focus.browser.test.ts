import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/browser.ts';
import { button, region, startBannerSite, type BannerSite, type PageOptions } from './banner-site.ts';

const SEVERAL = 'data-purposes="analytics,marketing" data-privacy="/privacy"';

/** What has focus, in the banner too: its text, else its type, else its name. */
const focused = (page: Page): Promise<string> => page.evaluate(() => {
  const element = (document.activeElement?.shadowRoot?.activeElement ?? document.activeElement) as HTMLInputElement;
  return element.parentElement?.tagName === 'LABEL' ? `${element.type} ${element.parentElement.textContent.trim()}` : element.tagName === 'DIV' ? 'banner' : element.textContent.trim();
});

describe('the banner and focus', () => {
  let browser: Browser;
  let site: BannerSite;
  beforeAll(async () => { [browser, site] = await Promise.all([launchBrowser(), startBannerSite()]); });
  afterAll(async () => { await browser.close(); await site.close(); });

  async function visit(options: PageOptions = {}): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(site.page(options));
    return page;
  }

  /** A visitor who has decided. */
  async function decided(options: PageOptions = {}): Promise<Page> {
    const page = await visit(options);
    await button(page, 'Reject').click();
    return page;
  }

  const opener = (page: Page) => page.getByRole('button', { name: 'Privacy choices' });

  it('takes none when the page loads, and scrolls nothing', async () => {
    const page = await visit({ body: '<input autofocus aria-label="Search"><div style="height:3000px"></div>' });
    expect(await page.evaluate(() => document.activeElement!.ariaLabel)).toBe('Search');
    expect(await page.evaluate(() => scrollY)).toBe(0);
  });

  it('comes first in the order of the tab key, and each of its controls in the order it is read', async () => {
    const page = await visit({ attributes: SEVERAL, body: '<a href="#">First of the page</a>' });
    const order: string[] = [];
    for (let n = 0; n < 7; n++) {
      await page.keyboard.press('Tab');
      order.push(await focused(page));
    }
    expect(order).toEqual(['Privacy', 'checkbox analytics', 'checkbox marketing', 'Reject', 'Accept', 'Selected', 'First of the page']);
  });

  it('can be decided on by keyboard alone', async () => {
    const page = await visit({ attributes: SEVERAL });
    for (const key of ['Tab', 'Tab', 'Space', 'Tab', 'Tab', 'Tab', 'Tab', 'Enter']) await page.keyboard.press(key);
    expect(await region(page).count()).toBe(0);
    expect(await page.evaluate(() => window.passerbyBanner!.choice)).toEqual({ analytics: true, marketing: false });
  });

  it('shows where focus is', async () => {
    const page = await visit();
    await page.keyboard.press('Tab');
    expect(await button(page, 'Reject').evaluate((element) => getComputedStyle(element).outlineStyle)).not.toBe('none');
  });

  it('goes to the banner when the visitor opens it, and back when it is decided', async () => {
    const page = await decided();
    await opener(page).focus();
    await page.keyboard.press('Enter');
    expect(await focused(page)).toBe('banner');
    expect(await region(page).locator('div').evaluate((element) => getComputedStyle(element).outlineStyle)).not.toBe('none');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Reject');
    await page.keyboard.press('Enter');
    expect(await region(page).count()).toBe(0);
    expect(await focused(page)).toBe('Privacy choices');
  });

  it('goes back when the opened banner is closed by Escape, which decides nothing', async () => {
    const page = await decided();
    const before = await page.evaluate(() => localStorage.getItem('banner.passerby:pk_banner_test:consent'));
    await opener(page).click();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    expect(await region(page).count()).toBe(0);
    expect(await focused(page)).toBe('Privacy choices');
    expect(await page.evaluate(() => localStorage.getItem('banner.passerby:pk_banner_test:consent'))).toContain(JSON.parse(before!).id);
  });

  it('goes back on Escape with the question still there, where nothing has been decided yet', async () => {
    const page = await visit();
    await opener(page).click();
    expect(await focused(page)).toBe('banner');
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('Privacy choices');
    expect(await region(page).count()).toBe(1);
  });

  it('stays where it is on Escape in a question the visitor has not opened, and the question stays', async () => {
    const page = await visit();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('Reject');
  });

  it('leaves Escape outside of the banner to the page', async () => {
    const page = await decided({ body: '<button data-consent-open>Privacy choices</button><input aria-label="Search">' });
    await opener(page).click();
    await page.getByLabel('Search').press('Escape');
    expect(await region(page).count()).toBe(1);
  });

  it('has an opener that closes what it has opened', async () => {
    const page = await decided();
    await opener(page).click();
    expect(await region(page).count()).toBe(1);
    await opener(page).click();
    expect(await region(page).count()).toBe(0);
  });

  it('has an opener in any element with data-consent-open: a link, one that comes later, a child of it, one in a shadow tree', async () => {
    const page = await decided({
      body: `<a href="/elsewhere" data-consent-open>Link</a><button data-consent-open><b>Child</b></button><x-footer></x-footer>
        <div onclick="event.stopPropagation()"><button data-consent-open>Stopped</button></div>`,
    });
    await page.evaluate(() => {
      document.querySelector('x-footer')!.attachShadow({ mode: 'open' }).append(Object.assign(document.createElement('button'), { textContent: 'Shadow' }));
      const [shadow, later] = [document.querySelector('x-footer')!.shadowRoot!.querySelector('button')!, document.createElement('button')];
      later.textContent = 'Later';
      document.body.append(later);
      for (const element of [shadow, later]) element.dataset['consentOpen'] = '';
    });
    for (const name of ['Link', 'Child', 'Shadow', 'Later', 'Stopped']) {
      await page.getByText(name).click();
      expect(await region(page).isVisible(), name).toBe(true);
      await page.keyboard.press('Escape');
      expect(await region(page).count(), name).toBe(0);
    }
    expect(site.requests).not.toContain('GET /elsewhere');
  });

  it('finds the earlier choice ticked when the visitor opens the banner again', async () => {
    const page = await visit({ attributes: SEVERAL });
    await region(page).getByRole('checkbox', { name: 'marketing' }).check();
    await button(page, 'Selected').click();
    await opener(page).click();
    expect(await region(page).getByRole('checkbox', { name: 'analytics' }).isChecked()).toBe(false);
    expect(await region(page).getByRole('checkbox', { name: 'marketing' }).isChecked()).toBe(true);
  });
});

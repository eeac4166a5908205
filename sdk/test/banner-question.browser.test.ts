import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/browser.ts';
import { TEXT_KEYS, TEXTS } from '../src/banner/texts.ts';
import { button, region, startBannerSite, type BannerSite, type PageOptions } from './banner-site.ts';

const SEVERAL = 'data-purposes="analytics,marketing"';

describe('the banner\'s question', () => {
  let browser: Browser;
  let site: BannerSite;
  beforeAll(async () => { [browser, site] = await Promise.all([launchBrowser(), startBannerSite()]); });
  afterAll(async () => { await browser.close(); await site.close(); });

  async function visit(options: PageOptions = {}, context: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await browser.newContext(context)).newPage();
    await page.goto(site.page(options));
    return page;
  }

  it('is a labelled region at the bottom of the window, and the first child of the body', async () => {
    const page = await visit();
    expect(await page.evaluate(() => {
      const { tagName, role, ariaLabel } = document.body.firstElementChild!;
      return { tagName, role, ariaLabel };
    })).toEqual({ tagName: 'SECTION', role: 'region', ariaLabel: 'Privacy' });
    const { y, height } = (await region(page).boundingBox())!;
    expect(y + height).toBe(page.viewportSize()!.height);
    expect(y).toBeGreaterThan(page.viewportSize()!.height / 2);
  });

  it('is asked of an automated browser too', async () => {
    const page = await visit();
    expect(await page.evaluate(() => navigator.webdriver)).toBe(true);
    expect(await region(page).isVisible()).toBe(true);
  });

  it('asks once where the page has its tag twice', async () => {
    const page = await visit({ head: '<script defer src="/banner.js" data-site="pk_banner_test"></script>' });
    expect(await region(page).count()).toBe(1);
  });

  for (const [width, attributes] of [[360, ''], [1280, ''], [360, SEVERAL], [768, SEVERAL], [1280, SEVERAL]] as const) {
    it(`offers to reject first, and to accept in the same look and size of at least 44 px, at ${width} px${attributes && ' with several purposes'}`, async () => {
      const page = await visit({ attributes }, { viewport: { width, height: 640 } });
      const names = await region(page).getByRole('button').allTextContents();
      expect(names.slice(0, 2)).toEqual(['Reject', 'Accept']);
      const looks = await region(page).getByRole('button').evaluateAll((buttons) => buttons.map((element) => {
        const { width, height } = element.getBoundingClientRect();
        const style = getComputedStyle(element);
        // What depends on where it is, and not on how it looks.
        const look = [...style].filter((name) => !/^(perspective|transform)-origin/.test(name)).map((name) => `${name}: ${style.getPropertyValue(name)}`);
        return { width, height, look };
      }));
      expect(looks[0]!.height).toBeGreaterThanOrEqual(44);
      expect(looks[0]!.width).toBeGreaterThanOrEqual(44);
      for (const look of looks.slice(1)) expect(look).toEqual(looks[0]);
      const [reject, accept] = await Promise.all([button(page, 'Reject').boundingBox(), button(page, 'Accept').boundingBox()]);
      expect(reject!.y).toBe(accept!.y);
      expect(reject!.x).toBeLessThan(accept!.x);
    });
  }

  it('ticks no purpose by itself', async () => {
    const page = await visit({ attributes: SEVERAL });
    const boxes = region(page).getByRole('checkbox');
    expect(await boxes.count()).toBe(2);
    for (const name of ['analytics', 'marketing']) expect(await region(page).getByRole('checkbox', { name, exact: true }).isChecked()).toBe(false);
  });

  for (const [name, tick, choice] of [
    ['Reject', 'analytics', { analytics: false, marketing: false }],
    ['Accept', 'analytics', { analytics: true, marketing: true }],
    ['Selected', 'analytics', { analytics: true, marketing: false }],
    ['Selected', undefined, { analytics: false, marketing: false }],
  ] as const) {
    it(`takes "${name}" with ${tick ?? 'nothing'} ticked as ${JSON.stringify(choice)}`, async () => {
      const page = await visit({ attributes: SEVERAL });
      if (tick) await region(page).getByRole('checkbox', { name: tick }).check();
      await button(page, name).click();
      expect(await page.evaluate(() => window.passerbyBanner!.choice)).toEqual(choice);
    });
  }

  it('links to the privacy policy where the page names one', async () => {
    const page = await visit({ attributes: 'data-privacy="/privacy"' });
    expect(await region(page).getByRole('link', { name: 'Privacy' }).getAttribute('href')).toBe('/privacy');
    expect(await region(await visit()).getByRole('link').count()).toBe(0);
  });

  for (const [language, texts] of Object.entries(TEXTS)) {
    it(`speaks ${language} on a page in that language, and says so`, async () => {
      const page = await visit({ lang: `${language.toUpperCase()}-XX`, attributes: `${SEVERAL} data-privacy="/privacy"` });
      const text = (key: string): string => texts[TEXT_KEYS.indexOf(key)] ?? key;
      const banner = region(page, text('title'));
      expect(await banner.getAttribute('lang')).toBe(language);
      expect(await banner.getByRole('button').allTextContents()).toEqual([text('reject'), text('accept'), text('selected')]);
      expect(await banner.getByText(text('text').replace('{}', `${text('analytics')}, marketing`)).isVisible()).toBe(true);
    });
  }

  it('speaks the browser\'s language where it does not know the page\'s, and English where it knows neither', async () => {
    expect(await region(await visit({ lang: 'fi' }, { locale: 'de-AT' }), 'Datenschutz').isVisible()).toBe(true);
    expect(await region(await visit({ lang: '' }, { locale: 'pt-BR' }), 'Privacidade').isVisible()).toBe(true);
    expect(await region(await visit({ lang: 'fi' }, { locale: 'sv-SE' }), 'Privacy').getAttribute('lang')).toBe('en');
  });

  it('takes texts from its tag', async () => {
    const page = await visit({ attributes: `${SEVERAL} data-title="Cookies" data-text="Allow {}?" data-reject="No" data-accept="Yes" data-selected="Some" data-marketing="adverts"` });
    expect(await region(page, 'Cookies').getByText('Allow analytics, adverts?').isVisible()).toBe(true);
    expect(await region(page, 'Cookies').getByRole('button').allTextContents()).toEqual(['No', 'Yes', 'Some']);
  });

  it('takes texts, and languages of the site\'s own, from window.passerbyBanner', async () => {
    const texts = { sv: { title: 'Integritet', reject: 'Avvisa', accept: 'Godkänn', text: 'Får vi lagra data för {}?', analytics: 'statistik' }, en: { accept: 'Fine' } };
    const head = `<script>window.passerbyBanner = ${JSON.stringify({ texts })}</script>`;
    const swedish = await visit({ head, lang: 'sv' });
    expect(await region(swedish, 'Integritet').getByText('Får vi lagra data för statistik?').isVisible()).toBe(true);
    expect(await region(swedish, 'Integritet').getAttribute('lang')).toBe('sv');
    expect(await region(await visit({ head })).getByRole('button').allTextContents()).toEqual(['Reject', 'Fine']);
  });
});

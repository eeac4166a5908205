import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../../test/support/browser.ts';
import { servePage } from '../../test/support/page-server.ts';
import { button, region, SITE_KEY, startBannerSite, type BannerSite } from './banner-site.ts';
import { built } from './built.ts';

const GUIDE = readFileSync(path.resolve(import.meta.dirname, '../../docs/guides/consent.md'), 'utf8');
/** Code blocks of the guide, by the name behind their language. */
const BLOCKS = new Map([...GUIDE.matchAll(/^```\w+ (\S+)\n([^]*?)^```$/gm)].map(([, name, code]) => [name!, code!]));

describe('the snippets of the consent guide', () => {
  let browser: Browser;
  let collector: BannerSite;
  const used = new Set<string>();

  beforeAll(async () => {
    [browser, collector] = await Promise.all([launchBrowser(), built('passerby.js').then((script) => startBannerSite({ '/passerby.js': script }))]);
  });
  afterAll(async () => { await browser.close(); await collector.close(); });

  /** A snippet as on a site of its own, with the collector's address and a key in it. */
  const snippet = (name: string): string => {
    used.add(name);
    return BLOCKS.get(name)!.replaceAll('https://stats.example.com', collector.url).replaceAll('pk_…', SITE_KEY);
  };

  async function visit(html: string, { lang = 'en', headers = {} } = {}): Promise<Page> {
    const site = await servePage(() => `<!doctype html><html lang="${lang}"><meta charset="utf-8"><title>A site</title><body><h1>A site</h1>${html}`, headers);
    const page = await browser.newPage();
    page.on('close', () => void site.close());
    await page.goto(site.url);
    return page;
  }

  const consent = (page: Page) => page.evaluate(() => window.track.consent());

  it('install the banner, the tracker and the way back', async () => {
    const page = await visit(snippet('banner'));
    expect(await region(page).getByRole('link').getAttribute('href')).toBe('/privacy');
    expect(await consent(page)).toBe('pending');
    await button(page, 'Accept').click();
    expect(await consent(page)).toBe('granted');
    await page.getByRole('button', { name: 'Privacy choices' }).click();
    await button(page, 'Reject').click();
    expect(await consent(page)).toBe('denied');
  });

  it('change its texts and add languages', async () => {
    expect(await region(await visit(snippet('texts'))).getByRole('button').allTextContents()).toEqual(['No, thanks', 'Fine']);
    expect(await region(await visit(snippet('languages'), { lang: 'sv' }), 'Integritet').getByText('lagra data på enheten för statistik?').isVisible()).toBe(true);
    expect(await region(await visit(snippet('languages'))).getByText('for audience measurement?').isVisible()).toBe(true);
  });

  it('let other scripts follow the choice', async () => {
    const page = await visit(`<script>loadAdverts = () => { adverts = true }; adverts = false</script>${snippet('other-scripts')}`);
    await region(page).getByRole('checkbox', { name: 'marketing' }).check();
    expect(await page.evaluate('adverts')).toBe(false);
    await button(page, 'Selected').click();
    expect(await page.evaluate('adverts')).toBe(true);
  });

  it('offer an opt-out under the CCPA', async () => {
    const page = await visit(snippet('ccpa'));
    expect(await consent(page)).toBe('granted');
    await page.getByRole('link', { name: 'Do Not Sell or Share My Personal Information' }).click();
    await button(page, 'Opt out').click();
    expect(await consent(page)).toBe('denied');
  });

  it('need no more of a content security policy than they say', async () => {
    const page = await visit(snippet('banner'), { headers: { 'content-security-policy': snippet('csp').trim() } });
    await button(page, 'Accept').click();
    expect(await consent(page)).toBe('granted');
  });

  it('connect another consent manager, before and after the tracker has loaded', async () => {
    const page = await visit(`${snippet('other-manager')}<script>allowAnalytics(true)</script>`);
    expect(await consent(page)).toBe('granted');
    await page.evaluate('allowAnalytics(false)');
    expect(await consent(page)).toBe('denied');
  });

  it('connect Cookiebot', async () => {
    const page = await visit(snippet('other-manager') + snippet('cookiebot'));
    for (const [type, statistics, state] of [['CookiebotOnAccept', true, 'granted'], ['CookiebotOnAccept', false, 'denied'], ['CookiebotOnDecline', false, 'denied']] as const) {
      await page.evaluate(([type, statistics]) => {
        Object.assign(window, { Cookiebot: { consent: { statistics } } });
        dispatchEvent(new Event(type));
      }, [type, statistics] as const);
      expect(await consent(page)).toBe(state);
    }
  });

  it('connect OneTrust, and take its groups for a decision only once there is one', async () => {
    const page = await visit(snippet('other-manager') + snippet('onetrust'));
    for (const [closed, groups, state] of [[false, ['C0001'], 'pending'], [true, ['C0001', 'C0002'], 'granted'], [true, ['C0001'], 'denied']] as const) {
      await page.evaluate(([closed, detail]) => {
        Object.assign(window, { OneTrust: { IsAlertBoxClosed: () => closed } });
        dispatchEvent(new CustomEvent('OneTrustGroupsUpdated', { detail }));
      }, [closed, groups] as const);
      expect(await consent(page)).toBe(state);
    }
  });

  it('are all tried here', () => {
    expect([...used].toSorted()).toEqual([...BLOCKS.keys()].toSorted());
    expect(GUIDE.match(/^```\w+$/gm)).toBeNull();
  });
});

import crawlers from 'crawler-user-agents' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import topUserAgents from 'top-user-agents';
import { readAgent } from './agent.ts';

/** Listed as crawlers, but what a person sees a page in: browsers inside apps and editors. */
const PEOPLES_OWN = /Instagram|MetaIAB|Electron|Fluid/;

describe('readAgent', () => {
  it.each([
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1', 'mobile', 'Safari', 'iOS'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0', 'desktop', 'Firefox', 'macOS'],
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0', 'desktop', 'Edge', 'Windows'],
    ['Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36', 'mobile', 'Chrome', 'Android'],
    ['Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1', 'tablet', 'Safari', 'iOS'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 Instagram 380.0', 'mobile', 'Instagram', 'iOS'],
    ['Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36', 'desktop', 'Chrome', 'ChromeOS'],
  ])('reads %s', (userAgent, device, browser, os) => {
    expect(readAgent(userAgent)).toEqual({ device, browser, os, bot: undefined });
  });

  it('takes the name of a browser that hides in its user agent from its brands', () => {
    expect(readAgent('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36', '"Brave";v="142", "Chromium";v="142"').browser).toBe('Brave');
  });

  it('tells why something is no person: no user agent, a headless browser, a crawler', () => {
    expect(readAgent('').bot).toBe('no_agent');
    expect(readAgent('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36').bot).toBe('headless');
    expect(readAgent('Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36', '"HeadlessChrome";v="142"').bot).toBe('headless');
    expect(readAgent('curl/8.14.1').bot).toBe('crawler');
  });

  it('finds each of two thousand crawlers', () => {
    const agents = crawlers.flatMap((crawler) => crawler.instances).filter((agent) => !PEOPLES_OWN.test(agent));
    expect(agents.length).toBeGreaterThan(2_000);
    expect(agents.filter((agent) => readAgent(agent).bot === undefined)).toEqual([]);
  });

  it('takes none of the hundred most used browsers for a machine, and names each one\'s device, browser and system', () => {
    expect(topUserAgents.length).toBeGreaterThanOrEqual(100);
    for (const agent of topUserAgents) {
      const { bot, device, browser, os } = readAgent(agent);
      expect({ agent, bot, known: [device, browser, os].every(Boolean) }).toEqual({ agent, bot: undefined, known: true });
    }
  });
});

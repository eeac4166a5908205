import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';

describe('launchBrowser', () => {
  let browser: Browser;
  const servers: Server[] = [];

  /** A page on an origin of its own. */
  async function serve(body: string): Promise<string> {
    const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(body));
    servers.push(server);
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  }

  beforeAll(async () => { browser = await launchBrowser(); });
  afterAll(async () => {
    await browser.close();
    for (const server of servers) server.close();
  });

  it('runs scripts, draws text with a real font and takes a screenshot', async () => {
    const page = await browser.newPage();
    await page.setContent('<p style="display:inline-block;font:16px sans-serif">wide</p>');
    expect(await page.evaluate('document.querySelector("p").offsetWidth')).toBeGreaterThan(20);
    expect((await page.screenshot()).subarray(1, 4).toString()).toBe('PNG');
  });

  it('keeps the rules of origins, which tests of cross-origin requests need', async () => {
    const [site, other] = [await serve('a site'), await serve('a secret')];
    const page = await browser.newPage();
    await page.goto(site);
    const read = (url: string): Promise<unknown> => page.evaluate((address) => fetch(address).then((answer) => answer.text(), () => 'refused'), url);
    expect(await read(site)).toBe('a site');
    expect(await read(other)).toBe('refused');
  });

  it('keeps tabs in processes of their own, so that one can be killed without the others', async () => {
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    expect(processInfo.map((process) => process.type)).toContain('renderer');
  });
});

import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AddedSite } from '../../../collector/src/sites/add-site.ts';
import '../../../sdk/src/types.ts';
import { launchBrowser } from '../../../test/support/browser.ts';
import { startCollector, type TestCollector } from '../../../test/support/collector.ts';
import { makeDeclarations } from '../../../test/support/declarations.ts';
import { freePort } from '../../../test/support/passerby.ts';
import { runCommand, startCommand, type RunningCommand } from '../../../test/support/run-command.ts';

const cwd = path.resolve(import.meta.dirname, '..');
const SECRET = 'a secret of the collector and of the back office';
/** Neither a font nor a compiler is fetched, and nobody is told. */
const OFFLINE = { NODE_OPTIONS: `--import=${pathToFileURL(path.join(import.meta.dirname, 'this-machine-only.mjs')).href}` };
const SESSION = 'whoever is signed in';

describe('the Next.js example, built and started', () => {
  let collector: TestCollector;
  let site: AddedSite;
  let browser: Browser;
  let next: RunningCommand;
  let url: string;

  beforeAll(async () => {
    collector = await startCollector({ config: { tokenSecret: SECRET, trustedProxies: ['127.0.0.1'] } });
    site = await collector.addSite();
    browser = await launchBrowser();
    await makeDeclarations();
    await runCommand(['npm', 'run', 'build'], { cwd, env: OFFLINE });
    const port = String(await freePort());
    url = `http://localhost:${port}`;
    const env = { ...OFFLINE, PASSERBY_URL: collector.url, PASSERBY_SITE: site.key, PASSERBY_TOKEN_SECRET: SECRET, PASSERBY_LOCAL: '1', EXAMPLE_SESSION: SESSION };
    next = await startCommand([process.execPath, 'node_modules/next/dist/bin/next', 'start', '--port', port], url, { cwd, env: { ...env, NEXT_TELEMETRY_DISABLED: '1' } });
  });
  afterAll(async () => {
    await next?.stop();
    await browser?.close();
    await collector?.close();
  });

  it('counts what a visitor does once, by way of its own route, and shows it on its admin page', async () => {
    const requests: string[] = [];
    const visitor = await browser.newPage();
    visitor.on('request', (request) => requests.push(request.url()));
    await visitor.goto(url);
    await visitor.waitForFunction(() => 'consent' in window.track);
    await visitor.evaluate(() => { window.track.consent('grant'); });
    await expect.poll(stored, { timeout: 30_000 }).toEqual({ page_view: 1 });
    await visitor.click('text=Works');
    await visitor.click('text=Ask about Harbour');
    await expect.poll(stored, { timeout: 30_000 }).toEqual({ page_view: 2, work_enquiry: 1 });
    await visitor.close({ runBeforeUnload: true });
    expect(requests.filter((address) => !address.startsWith(`${url}/`))).toEqual([]);

    await collector.aggregate();
    expect(await stored()).toEqual({ page_view: 2, work_enquiry: 1 });
    const context = await browser.newContext();
    await context.addCookies([{ name: 'session', value: encodeURIComponent(SESSION), url }]);
    const admin = await context.newPage();
    const complaints: string[] = [];
    admin.on('pageerror', (error) => complaints.push(error.message));
    admin.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()); });
    await admin.goto(`${url}/admin`);
    for (const [metric, figure] of Object.entries({ visitors: '1', page_views: '2', contacts: '1' })) {
      await expect.poll(() => admin.locator(`stats-card[metric="${metric}"] [part~="card-value"]`).first().textContent(), { timeout: 30_000 }).toContain(figure);
    }
    expect(complaints).toEqual([]);
    await context.close();
  });

  it('gives neither the page nor a token to who is not signed in', async () => {
    expect((await fetch(`${url}/admin`)).status).toBe(404);
    expect((await fetch(`${url}/api/stats-token`)).status).toBe(401);
  });

  /** Events in `raw_events`, by name; engagement depends on how long the test took. */
  async function stored(): Promise<Record<string, number>> {
    const rows = await collector.sql<{ event: string; count: number }[]>`
      select event, count(*)::int as count from passerby.raw_events where event <> 'engagement' group by event`;
    return Object.fromEntries(rows.map((row) => [row.event, row.count]));
  }
});

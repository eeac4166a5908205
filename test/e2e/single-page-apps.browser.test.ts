import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { bundleExample } from '../support/bundle-example.ts';
import { startCollector, type TestCollector } from '../support/collector.ts';
import { makeDeclarations } from '../support/declarations.ts';
import { serveApp, type AppServer } from '../support/app-server.ts';
import { runCommand } from '../support/run-command.ts';
import { sveltePlugin } from '../support/svelte-plugin.ts';
import { vuePlugin } from '../support/vue-plugin.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const APPS = [
  { name: 'React', folder: path.join(ROOT, 'examples/react'), entry: 'src/main.tsx', plugins: () => [], check: ['../../node_modules/typescript/bin/tsc', '-p', '.'] },
  { name: 'Vue', folder: path.join(ROOT, 'examples/vue'), entry: 'src/main.ts', plugins: vuePlugin, check: ['node_modules/vue-tsc/bin/vue-tsc.js', '-p', '.'] },
  { name: 'Svelte', folder: path.join(ROOT, 'examples/svelte'), entry: 'src/main.ts', plugins: sveltePlugin, check: ['node_modules/svelte-check/bin/svelte-check', '--tsconfig', 'tsconfig.json', '--fail-on-warnings'] },
];

describe.each(APPS)('the $name example', ({ folder, entry, plugins, check }) => {
  let collector: TestCollector;
  let browser: Browser;
  let app: AppServer | undefined;
  let key: string;

  beforeAll(async () => {
    [collector, browser] = await Promise.all([startCollector(), launchBrowser()]);
    ({ key } = await collector.addSite());
    const { html, files } = await bundleExample({ folder, entry, collector: collector.url, site: key, plugins: [plugins(folder)].flat() });
    app = await serveApp(html, { ...files, '/stats-token': async () => JSON.stringify({ token: await collector.token(key, 'artist') }) });
  });
  afterEach(async () => { await Promise.all(browser.contexts().map((context) => context.close())); });
  afterAll(async () => {
    await app?.close();
    await browser?.close();
    await collector?.close();
  });

  it('has the right types, those of the panel and of its own events included', async () => {
    await makeDeclarations();
    await expect(runCommand([process.execPath, ...check], { cwd: folder })).resolves.not.toMatch(/error TS/);
  });

  it('counts the pages that its router shows and its own events once, after consent, and the panel in it shows them', async () => {
    const page = await open('/');
    await page.getByRole('button', { name: 'Accept' }).click();
    await expect.poll(stored, { timeout: 30_000 }).toEqual([['page_view', '/']]);
    await page.click('text=Works');
    await page.click('text=Ask about Harbour');
    await expect.poll(stored, { timeout: 30_000 }).toEqual([['page_view', '/'], ['page_view', '/works'], ['work_enquiry', '/works']]);
    await page.close({ runBeforeUnload: true });
    await collector.aggregate();

    const admin = await open('/admin');
    for (const [metric, figure] of Object.entries({ visitors: '1', page_views: '2', contacts: '1' })) {
      await expect.poll(() => admin.locator(`stats-card[metric="${metric}"] [part~="card-value"]`).first().textContent(), { timeout: 30_000 }).toContain(figure);
    }
    expect(await stored()).toHaveLength(3);
  });

  it('sends nothing before consent', async () => {
    const page = await open('/');
    const sent: string[] = [];
    page.on('request', (request) => { if (request.method() === 'POST') sent.push(request.url()); });
    await page.click('text=Works');
    await page.click('text=Ask about Harbour');
    await page.evaluate(() => window.track.flush());
    expect(sent).toEqual([]);
  });

  async function open(address: string): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    await page.goto(app!.url + address);
    await page.waitForFunction(() => 'consent' in window.track);
    return page;
  }

  /** Events in `raw_events` and where they happened; engagement depends on how long the test took. */
  async function stored(): Promise<string[][]> {
    const rows = await collector.sql<{ event: string; path: string }[]>`
      select event, path from passerby.raw_events where event <> 'engagement' order by event, path`;
    return rows.map(({ event, path: where }) => [event, where]);
  }
});

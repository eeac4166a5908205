import path from 'node:path';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../test/support/browser.ts';
import { servePage, type PageServer } from '../../test/support/page-server.ts';
import { startSampleCollector, type SampleCollector } from './support/sample-collector.ts';

const DEFINE = path.join(import.meta.dirname, '../dist/define.mjs');

/** The script has an element of its own in place of Lit's; the modules have Lit's. */
describe('the modules for bundlers', () => {
  let collector: SampleCollector;
  let browser: Browser;
  let server: PageServer;

  beforeAll(async () => {
    [collector, browser] = await Promise.all([startSampleCollector(), launchBrowser()]);
    const { outputFiles } = await build({ entryPoints: { main: DEFINE }, bundle: true, splitting: true, format: 'esm', outdir: 'dist', write: false, logLevel: 'silent' });
    const files = new Map(outputFiles.map((file) => [`/${path.basename(file.path)}`, file.text]));
    const token = await collector.token(collector.portfolio);
    server = await servePage(({ pathname }) => files.get(pathname) ?? `<!doctype html><html lang="de"><title>Modules</title><script type="module" src="/main.js"></script>
      <stats-panel src="${collector.url}" site="${collector.portfolio}" token="${token}" view="marketing"></stats-panel>`);
  });
  afterAll(async () => {
    await server?.close();
    await browser?.close();
    await collector?.close();
  });

  it('draw, fetch a language, menus and files as parts, and take properties that were set before them', async () => {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.addInitScript(() => {
      document.addEventListener('DOMContentLoaded', () => Object.assign(document.querySelector('stats-panel')!, { messages: { visitors: 'Gäste' } }));
    });
    await page.goto(server.url);
    await page.locator('stats-breakdown [part="row"]').first().waitFor();
    expect(await page.locator('stats-card[metric="visitors"] [part="card-name"]').textContent()).toBe('Gäste');
    await page.getByRole('button', { name: 'Zeitraum: Letzte 30 Tage' }).click();
    await page.getByRole('button', { name: 'Letzte 7 Tage' }).click();
    await page.getByRole('button', { name: 'Zeitraum: Letzte 7 Tage' }).waitFor();
    await page.locator('stats-chart').getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([page.waitForEvent('download'), page.locator('stats-chart').getByRole('button', { name: 'CSV' }).click()]);
    expect(file.suggestedFilename()).toMatch(/^mara\.example-visitors-.*\.csv$/);
    expect(errors).toEqual([]);
    await page.close();
  });
});

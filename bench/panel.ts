import fs from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../test/support/browser.ts';
import { servePage } from '../test/support/page-server.ts';
import { barePage, chartJsPage, panelPage } from './panel/pages.ts';
import { startSampleServer, type SampleServer } from './panel/sample-server.ts';

/** As slow as a phone. */
const SLOWDOWN = 4;
/** Hours of 31 days: more points than any other range has. */
const POINTS = 744;
const VIEWS = ['portfolio', 'marketing', 'builder'];
const WIDTHS = [360, 768, 1280];
const DIST = path.resolve(import.meta.dirname, '../dashboard-widget/dist');
const CHART_JS = path.resolve(import.meta.dirname, '../node_modules/chart.js/dist/chart.umd.min.js');

interface Loaded {
  /** Milliseconds from the arrival of the points to the frame that shows them. */
  firstChart: number;
  /** Cumulative layout shift of the whole load. */
  shifted: number;
}

/** `npm run bench -- panel [RUNS]`: how soon the panel draws its first chart, what it moves, what it weighs; beside others. Writes docs/bench/panel.md. */
export default async function bench([runs = '9']: string[]): Promise<void> {
  const [collector, browser] = await Promise.all([startSampleServer(), launchBrowser()]);
  try {
    const to = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const from = new Date(Date.now() - 31 * 86_400_000).toISOString().slice(0, 10);
    const site = `site="${collector.portfolio}" token="${await collector.token(collector.portfolio)}" src="${collector.url}"`;
    const data = `${collector.url}/api/stats/${collector.portfolio}/timeseries?from=${from}&to=${to}&interval=hour`;
    const pages: Record<string, string> = {
      'the whole panel': panelPage(`<stats-panel ${site} from="${from}" to="${to}"></stats-panel>`),
      '`<stats-chart>` alone': panelPage(`<stats-chart ${site}></stats-chart>`),
      'Chart.js 4.6 (canvas)': chartJsPage(data),
      'one bare `<path>`': barePage(data),
    };
    const times: Record<string, number[]> = {};
    for (let run = 0; run < Number(runs); run++) {
      for (const [name, html] of Object.entries(pages)) {
        const { firstChart } = await load(browser, collector, html, 1280);
        (times[name] ??= []).push(firstChart);
      }
      console.log(run, Object.entries(times).map(([name, all]) => `${name} ${all.at(-1)!.toFixed(0)}`).join(', '));
    }
    const shifts: Record<string, number> = {};
    for (const view of VIEWS) {
      const key = view === 'builder' ? collector.builder : collector.portfolio;
      for (const width of WIDTHS) {
        const html = panelPage(`<stats-panel site="${key}" token="${await collector.token(key)}" src="${collector.url}" view="${view}"></stats-panel>`);
        shifts[`${view} ${width}`] = (await load(browser, collector, html, width)).shifted;
      }
    }
    const report = write(Number(runs), times, shifts);
    console.log(report);
    fs.writeFileSync(path.resolve(import.meta.dirname, '../docs/bench/panel.md'), report);
  } finally {
    await browser.close();
    await collector.close();
  }
}

async function load(browser: Browser, collector: SampleServer, html: string, width: number): Promise<Loaded> {
  const server = await servePage(({ pathname }) => {
    if (pathname === '/chart.js') return fs.readFileSync(CHART_JS, 'utf8');
    return pathname.endsWith('.js') ? fs.readFileSync(path.join(DIST, path.basename(pathname)), 'utf8') : html;
  });
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  try {
    const page = await context.newPage();
    // Whatever asks for days is given hours.
    await page.route('**/timeseries?*interval=day*', (route) => route.continue({ url: route.request().url().replace('interval=day', 'interval=hour') }));
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    await page.goto(`${server.url}/?token=${await collector.token(collector.portfolio)}`);
    await page.waitForFunction('window.firstChart !== undefined');
    await page.waitForLoadState('networkidle');
    return await page.evaluate('({ firstChart, shifted })');
  } finally {
    await context.close();
    await server.close();
  }
}

function write(runs: number, times: Record<string, number[]>, shifts: Record<string, number>): string {
  const rows = Object.entries(times).map(([name, all]) => {
    const sorted = [...all].sort((a, b) => a - b);
    return `| ${name} | ${sorted[Math.floor(sorted.length / 2)]!.toFixed(0)} | ${sorted.at(-1)!.toFixed(0)} |`;
  });
  const parts = fs.readdirSync(DIST).filter((name) => /^stats-panel(\.\w+)?\.js$/.test(name)).sort();
  const sizes = [...parts.map((name) => path.join(DIST, name)), CHART_JS].map((file) => {
    const content = fs.readFileSync(file);
    return `| \`${path.basename(file)}\` | ${content.length} | ${gzipSync(content, { level: 9 }).length} | ${brotliCompressSync(content).length} |`;
  });
  return `# What the panel costs a page

\`npm run bench -- panel ${runs}\`, ${new Date().toISOString().slice(0, 10)}. A real browser whose processor is slowed down ${SLOWDOWN} times, a real collector with
the sample's figures, ${runs} loads of each page in turn.

## The first chart

Milliseconds from the arrival of ${POINTS} points to the frame that shows them, median and worst. The bar is 120.

| | median | worst |
| --- | ---: | ---: |
${rows.join('\n')}

## What moves

Cumulative layout shift of the whole load, script and figures included. The bar is 0.02.

| view | ${WIDTHS.map((width) => `${width} px`).join(' | ')} |
| --- |${WIDTHS.map(() => ' ---: |').join('')}
${VIEWS.map((view) => `| ${view} | ${WIDTHS.map((width) => shifts[`${view} ${width}`]!.toFixed(4)).join(' | ')} |`).join('\n')}

## What it weighs

Bytes as they are, with gzip and with brotli. Only \`stats-panel.js\` is needed for the first sight of the figures.

| | as it is | gzip | brotli |
| --- | ---: | ---: | ---: |
${sizes.join('\n')}
`;
}

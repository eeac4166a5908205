import fs from 'node:fs';
import path from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { built } from '../sdk/test/built.ts';
import { launchBrowser } from '../test/support/browser.ts';
import { startSite } from './loss/site.ts';

/** As slow as a phone. */
const SLOWDOWN = 4;
const CALLS = 200;

interface TraceEvent {
  name: string;
  ph: string;
  ts: number;
  dur?: number;
  args?: { data?: { url?: string; functionName?: string; isMainFrame?: boolean } };
}

interface Measured {
  start: number;
  /** Median and 99th percentile of a `track()` call. */
  median: number;
  slow: number;
  /** One beat, with nothing to do. */
  beat: number;
  layouts: number;
  longTasks: number;
}

/** `npm run bench -- main-thread [RUNS]`: what the tracker costs the page's main thread, from traces of a browser at a quarter of its speed. Writes docs/bench/main-thread.md. */
export default async function bench([runs = '15']: string[]): Promise<void> {
  const browser = await launchBrowser();
  try {
    const measured: Measured[] = [];
    for (let run = 0; run < Number(runs); run++) {
      measured.push(await measure(browser, await built('passerby.js')));
      console.log(measured.at(-1));
    }
    const report = write(measured);
    console.log(report);
    fs.writeFileSync(path.resolve(import.meta.dirname, '../docs/bench/main-thread.md'), report);
  } finally {
    await browser.close();
  }
}

async function measure(browser: Browser, script: string): Promise<Measured> {
  const site = await startSite(script, `<script defer src="/tracker.js" data-site="pk_bench" data-api="http://127.0.0.1:9" data-local data-consent="granted"></script>`);
  const context = await browser.newContext();
  const page = await context.newPage();
  try {
    const session = await context.newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWDOWN });
    const start = await traced(session, async () => { await page.goto(site.url, { waitUntil: 'load' }); });
    const evaluated = start.filter(({ name, args }) => name === 'EvaluateScript' && args?.data?.url?.endsWith('/tracker.js'));
    const scriptSpan = evaluated[0];
    const calls = await callTimes(page);
    const work = await traced(session, async () => {
      await callTimes(page);
      await page.waitForTimeout(1_500);
    });
    const beats = work.filter(({ name, ph, args }) => name === 'FunctionCall' && ph === 'X' && args?.data?.url?.endsWith('/tracker.js')).map(({ dur }) => (dur ?? 0) / 1_000);
    return {
      start: (scriptSpan?.dur ?? NaN) / 1_000,
      median: percentile(calls, 0.5),
      slow: percentile(calls, 0.99),
      beat: percentile(beats, 0.5),
      layouts: inside(start, scriptSpan, 'Layout').length,
      longTasks: [...start, ...work].filter(({ name, dur }) => name === 'RunTask' && (dur ?? 0) > 50_000).filter((task) => overlapsTracker(task, [...start, ...work])).length,
    };
  } finally {
    await context.close();
    await site.close();
  }
}

/** Milliseconds of each of many calls, a while apart as a page makes them. */
const callTimes = (page: Page): Promise<number[]> =>
  page.evaluate(async (count) => {
    const times: number[] = [];
    for (let n = 0; n < count; n++) {
      // Several calls for one reading: the browser's clock is coarse.
      const begin = performance.now();
      for (let m = 0; m < 5; m++) void window.track('measured', { n, text: 'a property' });
      times.push((performance.now() - begin) / 5);
      if (n % 10 === 9) await new Promise((resolve) => { setTimeout(resolve, 5); });
    }
    return times;
  }, CALLS);

/** The events of a trace of the renderer while `work` runs. */
async function traced(session: CDPSession, work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown[] }): void => { events.push(...(value as TraceEvent[])); };
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', { traceConfig: { includedCategories: ['devtools.timeline', 'toplevel', 'disabled-by-default-devtools.timeline'] }, transferMode: 'ReportEvents' });
  await work();
  const complete = new Promise((resolve) => { session.once('Tracing.tracingComplete', resolve); });
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  return events;
}

const inside = (events: TraceEvent[], span: TraceEvent | undefined, name: string): TraceEvent[] =>
  events.filter((event) => span && event.name === name && event.ts >= span.ts && event.ts <= span.ts + (span.dur ?? 0));

const overlapsTracker = (task: TraceEvent, events: TraceEvent[]): boolean =>
  events.some(({ ts, args }) => args?.data?.url?.endsWith('/tracker.js') && ts >= task.ts && ts <= task.ts + (task.dur ?? 0));

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
}

function write(measured: Measured[]): string {
  const of = (pick: (one: Measured) => number): string => {
    const values = measured.map(pick);
    return `${percentile(values, 0.5).toFixed(2)} | ${percentile(values, 0.99).toFixed(2)}`;
  };
  return `# What the tracker costs the main thread

\`npm run bench -- main-thread ${measured.length}\`, ${new Date().toISOString().slice(0, 10)}: traces of a real browser whose processor is slowed down ${SLOWDOWN} times,
${measured.length} page loads; milliseconds, the median and the worst of the loads.

| | median | worst | bar |
| --- | ---: | ---: | ---: |
| the script, from its first line to its last, page view included | ${of(({ start }) => start)} | 5 |
| a \`track()\` call, median of ${CALLS * 5} | ${of(({ median }) => median)} | 0.3 |
| a \`track()\` call, 99th percentile | ${of(({ slow }) => slow)} | |
| a beat (four times a second) | ${of(({ beat }) => beat)} | |
| layouts forced while it starts | ${of(({ layouts }) => layouts)} | 0 |
| tasks over 50 ms in which it had a part | ${of(({ longTasks }) => longTasks)} | 0 |
`;
}

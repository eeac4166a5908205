import fs from 'node:fs';
import path from 'node:path';
import type { Browser, CDPSession, Page } from 'playwright-core';
import { built } from '../sdk/test/built.ts';
import { launchBrowser } from '../test/support/browser.ts';
import { startSite } from './loss/site.ts';

/** As slow as a phone. */
const SLOWDOWN = 4;
/** Turns of the page in which it calls `track()`, and calls in each. */
const TURNS = 200;
const CALLS = 5;

interface TraceEvent {
  name: string;
  ts: number;
  dur?: number;
  /** Of the processor, which others on this machine do not lengthen. */
  tdur?: number;
  args?: { data?: { url?: string; functionName?: string } };
}

interface Measured {
  /** The script, from its first line to its last. */
  start: number;
  /** The two tasks that follow: consent and queue; the page view. */
  decide: number;
  view: number;
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
    const start = await traced(session, async () => { await page.goto(site.url, { waitUntil: 'load' }); await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes('-'))); });
    const script = start.find(({ name, args }) => name === 'EvaluateScript' && isTracker(args));
    const tasks = start.filter(({ name, args }) => name === 'FunctionCall' && isTracker(args));
    const work = await traced(session, () => callOften(page));
    const calls = work.filter(({ name, args }) => name === 'FunctionCall' && args?.data?.functionName === 'trackSome').map((call) => ms(call) / CALLS);
    const beats = work.filter(({ name, args }) => name === 'FunctionCall' && isTracker(args)).map(ms);
    return {
      start: ms(script),
      decide: ms(tasks[0]),
      view: ms(tasks[1]),
      median: percentile(calls, 0.5),
      slow: percentile(calls, 0.99),
      beat: percentile(beats, 0.5),
      layouts: start.filter(({ name, ts }) => name === 'Layout' && script && ts >= script.ts && ts <= script.ts + (script.dur ?? 0)).length,
      longTasks: [...start, ...work].filter((task) => task.name === 'RunTask' && ms(task) > 50).filter((task) => [...start, ...work].some(({ ts, args }) => isTracker(args) && ts >= task.ts && ts <= task.ts + (task.dur ?? 0))).length,
    };
  } finally {
    await context.close();
    await site.close();
  }
}

/** The page calls `track()` now and then, and then lets it beat for a while. */
const callOften = (page: Page): Promise<void> =>
  page.evaluate(async ([turns, calls]) => {
    for (let turn = 0; turn < turns; turn++) {
      await new Promise<void>((resolve) => {
        setTimeout(function trackSome() {
          for (let n = 0; n < calls; n++) void window.track('measured', { n, text: 'a property' });
          resolve();
        }, 5);
      });
    }
    await new Promise((resolve) => { setTimeout(resolve, 1_500); });
  }, [TURNS, CALLS] as const);

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

const isTracker = (args: TraceEvent['args']): boolean => args?.data?.url?.endsWith('/tracker.js') ?? false;

const ms = (event: TraceEvent | undefined): number => (event?.tdur ?? event?.dur ?? NaN) / 1_000;

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
${measured.length} page loads; milliseconds of the processor, the median and the worst of the loads.

| | median | worst | bar |
| --- | ---: | ---: | ---: |
| the script, from its first line to its last | ${of(({ start }) => start)} | 5 |
| the task after it: consent, and what earlier pages have left | ${of(({ decide }) => decide)} | 5 |
| the task after that: the page view | ${of(({ view }) => view)} | 5 |
| a \`track()\` call, median of ${TURNS * CALLS} | ${of(({ median }) => median)} | 0.3 |
| a \`track()\` call, 99th percentile | ${of(({ slow }) => slow)} | |
| a beat (four times a second) | ${of(({ beat }) => beat)} | |
| layouts forced while it starts | ${of(({ layouts }) => layouts)} | 0 |
| tasks over 50 ms in which it had a part | ${of(({ longTasks }) => longTasks)} | 0 |

An empty script takes 0.8 of these milliseconds. Of the rest, most is done by the browser when something is asked of it for the first time: the
script's own element, \`localStorage\`, which it reads from the disk, the time zone. Its functions are compiled beside the main thread, in a Chromium
that knows \`allFunctionsCalledOnLoad\` (136 or newer); elsewhere the three take up to two fifths more. Where there is no \`Temporal\`, the page
view asks \`Intl\` for the time zone, and the first \`Intl\` on a page takes another 33 ms at this speed, unless the page has used it before.
`;
}

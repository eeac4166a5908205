import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { mintToken } from '../collector/src/auth/tokens.ts';
import { connect } from '../collector/src/db/connect.ts';
import { addDays, monthStart } from '../collector/src/stats/local-day.ts';
import { benchOptions, type BenchOptions } from './support/bench-options.ts';
import { endProcess, startProcess } from './support/collector-process.ts';
import { makeHistory } from './support/history-database.ts';
import { percentile } from './support/load.ts';
import { benchPostgres } from './support/postgres.ts';
import { define, everyQuestion, panelQuestions } from './support/questions.ts';
import { client, inTurn, perSecond, type Client } from './support/requests.ts';

const SECRET = 'a secret of thirty-two characters';
const COLD = 15;
const WARM = 1_000;
const PANELS = 100;
/** ms */
const WARM_BAR = 10;

/**
 * `npm run bench -- api [--events N] [--sites N] [--days N] [--keep FOLDER]`: every endpoint of the stats API over HTTP, of the largest site and
 * of all, before and after its answer is known, and a hundred panels that open at once. Writes docs/bench/api.md.
 */
export default async function bench(args: string[]): Promise<void> {
  const options = benchOptions(args);
  const postgres = await benchPostgres(options.keep && path.resolve(options.keep), options.keep !== undefined);
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'passerby-bench-data-'));
  try {
    const { sql, url: databaseUrl, events } = await makeHistory(postgres, options);
    const defined = await define(sql, options.days);
    // Yesterday stands for today: a day that is not over, read from its visits.
    const to = addDays(new Date().toISOString().slice(0, 10), -1);
    await sql`update passerby.stats_daily set closed = false where day = ${to}`;
    const [{ key }] = await sql<[{ key: string }]>`select public_key as key from passerby.sites where site_id = 1`;
    const collector = await startProcess({
      DATABASE_URL: databaseUrl, PASSERBY_DATA: dataDir, PASSERBY_TOKEN_SECRET: SECRET, PASSERBY_RATE_LIMIT: '100000000', PASSERBY_AGGREGATE_CRON: '0 0 1 1 *',
    });
    if (!collector) throw new Error('The collector did not start.');
    const one = client(collector.url, await mintToken({ secret: SECRET, role: 'admin', ttlSeconds: 3_600 }), 1);
    const many = client(collector.url, await mintToken({ secret: SECRET, role: 'admin', ttlSeconds: 3_600 }), PANELS * 6);
    // As an aggregation does: what was answered before is not the answer any more.
    const forget = (): Promise<unknown> => sql`select passerby.touch_site(1)`;

    const month = `from=${addDays(to, -29)}&to=${to}`;
    // What the machine adds to every time: the way without a database, and a database without the way.
    const stranger = client(collector.url, 'nonsense', 1, 401);
    const controls = [['(refused: an invalid token)', await inTurn(WARM, stranger, `/api/stats/${key}/summary`)], ['(two queries of nothing)', await roundTrips(databaseUrl)]] as const;
    stranger.close();
    const lines = controls.map(([name, times]) => `| ${name} | | | ${[0.5, 0.99].map((share) => percentile(times, share).toFixed(1)).join(' | ')} | |`);
    const slow: number[] = [];
    for (const [name, question] of everyQuestion(key, month, defined)) {
      const cold = await inTurn(COLD, one, question, forget);
      const warm = await inTurn(WARM, one, question);
      const rate = await perSecond(WARM * 2, 32, many, question);
      slow.push(percentile(warm, 0.99));
      lines.push(`| ${[name, ...[cold, warm].flatMap((times) => [0.5, 0.99].map((share) => percentile(times, share).toFixed(1))), rate.toFixed(0)].join(' | ')} |`);
      console.log(lines.at(-1));
    }

    const panels: [string, number, number][] = [];
    for (const [name, range, bar] of [['30 days', month, 100], ['12 months', `from=${monthStart(to, -11)}&to=${to}`, 300]] as const) {
      const times: number[] = [];
      for (let n = 0; n < COLD; n += 1) {
        await forget();
        const began = performance.now();
        await Promise.all(panelQuestions(key, range).map((question) => many.ask(question)));
        times.push(performance.now() - began);
      }
      panels.push([name, percentile(Float64Array.from(times).toSorted(), 0.5), bar]);
    }
    await forget();
    const crowd = await openAtOnce(collector.url, many, panelQuestions(key, month));

    const text = report(options, events, lines, [
      `| warm, p99 of each question: under ${WARM_BAR} ms | ${slow.filter((ms) => ms < WARM_BAR).length} of ${slow.length}; the median ${percentile(Float64Array.from(slow).toSorted(), 0.5).toFixed(1)} ms, the slowest ${Math.max(...slow).toFixed(1)} ms; of nothing at all ${controls.map(([, times]) => percentile(times, 0.99).toFixed(1)).join(' and ')} ms | ${verdict(slow.every((ms) => ms < WARM_BAR))} |`,
      ...panels.map(([name, ms, bar]) => `| largest site, ${name}, a panel's ${panelQuestions(key, month).length} questions at once, cold: at most ${bar} ms | ${ms.toFixed(0)} ms | ${verdict(ms <= bar)} |`),
      `| ${PANELS} panels at once: ${crowd.asked.toLocaleString('en')} requests, each of ${crowd.questions} questions computed once | ${crowd.computed} computed, ${crowd.remembered.toLocaleString('en')} remembered, all answered in ${crowd.ms.toFixed(0)} ms | ${verdict(crowd.computed === crowd.questions)} |`,
    ]);
    console.log(text);
    fs.mkdirSync('docs/bench', { recursive: true });
    fs.writeFileSync(path.resolve(import.meta.dirname, '../docs/bench/api.md'), text);
    one.close();
    many.close();
    await endProcess(collector, 'SIGTERM');
    await sql.end();
  } finally {
    await postgres.remove();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Milliseconds of two queries that cost nothing, as often as a question is asked, sorted. */
async function roundTrips(url: string): Promise<Float64Array> {
  const sql = connect(url, { max: 1 });
  const times = new Float64Array(WARM);
  for (let n = 0; n < WARM; n += 1) {
    const began = performance.now();
    await sql`select 1`;
    await sql`select 1`;
    times[n] = performance.now() - began;
  }
  await sql.end();
  return times.toSorted();
}

/** A hundred panels open in the same moment; what the collector had to work out for them, by its own count. */
async function openAtOnce(url: string, { ask }: Client, questions: string[]): Promise<{ asked: number; questions: number; computed: number; remembered: number; ms: number }> {
  const before = await counts(url);
  const began = performance.now();
  const answered = await Promise.all(Array.from({ length: PANELS }, () => Promise.all(questions.map((question) => ask(question)))));
  const ms = performance.now() - began;
  const after = await counts(url);
  return { asked: answered.flat().length, questions: questions.length, computed: after.computed - before.computed, remembered: after.remembered - before.remembered, ms };
}

async function counts(url: string): Promise<{ computed: number; remembered: number }> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const count = (how: string) => Number(new RegExp(`^passerby_answers_total\\{how="${how}"\\} (\\d+)`, 'm').exec(metrics)?.[1] ?? NaN);
  return { computed: count('computed'), remembered: count('remembered') };
}

function report({ sites, days }: BenchOptions, events: number, lines: string[], bars: string[]): string {
  return `# The stats API: speed

\`npm run bench -- api\`, ${new Date().toISOString().slice(0, 10)}, ${os.cpus().length} cores (${os.cpus()[0]?.model.trim() ?? 'unknown'}) shared with everything else, the embedded Postgres, ${events.toLocaleString('en')} events of
${sites.toLocaleString('en')} sites by Zipf's law over ${days} days. One collector process, asked over HTTP of the largest site and of all sites, for 30 days of which the last is not over.
"Cold" is the first time after an aggregation, ${COLD} times: the answer is computed, by a database whose pages are in memory. "Warm" is every further time, ${WARM.toLocaleString('en')} times one after
the other: token, site, plan and freshness are looked up, and the answer is known. Requests a second are warm ones, 32 at a time. The first two rows
do nothing, by the same ways: a request that is refused before anything is looked up, and two queries that ask Postgres for nothing. Their p99 is what
the rest of the machine adds, more than once to a request that is on both ways.

| milliseconds | cold p50 | cold p99 | warm p50 | warm p99 | requests/s |
| --- | --- | --- | --- | --- | --- |
${lines.join('\n')}

| bar | measured | |
| --- | --- | --- |
${bars.join('\n')}

Accounts, consents and batches are made up: 5,000 builders, 2,000 answers and 4,000 batches a day. A funnel reads the events themselves, and a filter the visits.
`;
}

function verdict(met: boolean): string {
  return met ? 'met' : 'missed';
}

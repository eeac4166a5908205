import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { connect, type Sql } from '../collector/src/db/connect.ts';
import { migrate } from '../collector/src/db/migrate.ts';
import { addSite } from '../collector/src/sites/add-site.ts';
import { random } from '../collector/test/support/random.ts';
import { freePort } from '../test/support/passerby.ts';
import { TcpProxy } from '../test/support/tcp-proxy.ts';
import { until } from '../test/support/until.ts';
import { endProcess, startProcess, type CollectorProcess } from './support/collector-process.ts';
import { chooseFault, type World } from './support/faults.ts';
import { judge, startClients, type History, type Verdict } from './support/history.ts';
import { benchPostgres } from './support/postgres.ts';
import { smallDisk } from './support/small-disk.ts';

const INSTANCES = 2;
const CLIENTS = 8;
const DISK_MEGABYTES = 4_000;
/** Fewer faults are a try. */
const RECORDED = 200;

/** `npm run bench -- faults [FAULTS [SEED]]`: two collectors under load and one fault after the other; then what was acknowledged is compared with what is stored. Writes docs/bench/faults.md, from 200 faults on. */
export default async function bench([faults = '200', seed = '1']: string[]): Promise<void> {
  const pick = random(Number(seed));
  const disk = smallDisk(DISK_MEGABYTES);
  const postgres = await benchPostgres(disk && path.join(disk.folder, 'database'));
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'passerby-bench-data-'));
  const toDatabase = await TcpProxy.before(postgres.url);
  const collectors: Collector[] = [];
  let control = controlOf(postgres.url);
  const done = new Map<string, number>();
  try {
    await migrate(control);
    const { key } = await addSite(control, { domain: 'localhost' });
    for (let i = 0; i < INSTANCES; i += 1) collectors.push(await Collector.start(toDatabase.url, path.join(folder, String(i))));
    const world: World = {
      postgres, disk, toDatabase, pick,
      toCollectors: collectors.map((collector) => collector.proxy),
      restart: (i, signal) => (collectors[i] as Collector).restart(signal),
      control: () => control,
    };
    const clients = startClients(CLIENTS, key, () => (collectors[pick(INSTANCES)] as Collector).proxy.origin, pick);
    for (let n = 1; n <= Number(faults); n += 1) {
      const fault = chooseFault(world);
      console.log(`${n}/${faults} ${fault.name} (${clients.acked.size} acknowledged)`);
      await fault.inflict(world);
      done.set(fault.name, (done.get(fault.name) ?? 0) + 1);
      const before = clients.acked.size;
      await until('events are acknowledged again', () => clients.acked.size >= before + 50, 90_000);
      await delay(pick(300));
    }
    await clients.stop();
    await control.end({ timeout: 1 });
    control = controlOf(postgres.url);
    await until('nothing waits on disk', () => collectors.every((collector) => collector.spooled() === 0), 120_000);
    const verdict = await judge(control, clients.acked);
    report(clients, verdict, done, Number(seed), disk !== undefined);
    if (verdict.lost.length > 0 || verdict.doubled > 0) process.exitCode = 1;
  } finally {
    await control.end({ timeout: 1 });
    for (const collector of collectors) await collector.end();
    await toDatabase.close();
    await postgres.remove();
    disk?.remove();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Connections that are not read-only when others are. */
function controlOf(url: string): Sql {
  return connect(`${url}?default_transaction_read_only=off`, { max: 2 });
}

/** One instance, at one address, with one folder, whatever happens to its process. */
class Collector {
  readonly proxy: TcpProxy;
  readonly #env: Record<string, string>;
  #process: CollectorProcess | undefined;
  #ended = false;

  private constructor(proxy: TcpProxy, env: Record<string, string>) {
    this.proxy = proxy;
    this.#env = env;
  }

  static async start(databaseUrl: string, dataDir: string): Promise<Collector> {
    const port = String(await freePort());
    const collector = new Collector(await TcpProxy.before(`http://127.0.0.1:${port}`), {
      DATABASE_URL: databaseUrl, PORT: port, PASSERBY_DATA: dataDir, PASSERBY_RATE_LIMIT: '100000000', PASSERBY_AGGREGATE_CRON: '*/10 * * * * *',
    });
    await collector.#run();
    return collector;
  }

  async restart(signal: NodeJS.Signals): Promise<void> {
    if (this.#process) await endProcess(this.#process, signal);
    await this.#run();
  }

  /** Bytes on disk that wait for the database. */
  spooled(): number {
    const folder = path.join(this.#env['PASSERBY_DATA'] ?? '', 'spool');
    return fs.readdirSync(folder).reduce((sum, name) => sum + (fs.statSync(path.join(folder, name), { throwIfNoEntry: false })?.size ?? 0), 0);
  }

  async end(): Promise<void> {
    this.#ended = true;
    if (this.#process) await endProcess(this.#process, 'SIGKILL');
    await this.proxy.close();
  }

  /** As a supervisor would: again, until it runs. Without a database it does not start. */
  async #run(): Promise<void> {
    while (!this.#ended) {
      this.#process = await startProcess(this.#env);
      if (this.#process) return;
      await delay(200);
    }
  }
}

function report(clients: History, verdict: Verdict, done: Map<string, number>, seed: number, realDisk: boolean): void {
  const answers = [...clients.answers].toSorted(([a], [b]) => a.localeCompare(b)).map(([status, count]) => `${status}: ${count.toLocaleString('en')}`).join(', ');
  const total = [...done.values()].reduce((sum, count) => sum + count, 0);
  const text = `# The way in: faults

\`npm run bench -- faults\`, ${new Date().toISOString().slice(0, 10)}, seed ${seed}. ${INSTANCES} collectors on one Postgres, ${CLIENTS} clients that send batches of 5 events and repeat
each until it is acknowledged, one in twenty with a clock that is decades wrong; one fault after the other, each under load${realDisk ? '' : ' (no disk could be mounted to be filled)'}.
At the end every acknowledged event must be stored, and every id once.

| | |
| --- | --- |
| faults | ${total} |
| events acknowledged | ${clients.acked.size.toLocaleString('en')} |
| events stored | ${verdict.stored.toLocaleString('en')} |
| **acknowledged and lost** | **${verdict.lost.length}** |
| **stored twice** | **${verdict.doubled}** |
| batches sent more than once | ${clients.resent.toLocaleString('en')} |
| answers by status | ${answers} |

| fault | times |
| --- | --- |
${[...done].toSorted(([, a], [, b]) => b - a).map(([name, count]) => `| ${name} | ${count} |`).join('\n')}
`;
  console.log(text);
  if (total < RECORDED) return;
  const file = path.resolve(import.meta.dirname, '../docs/bench/faults.md');
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, text);
}

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { connect } from '../collector/src/db/connect.ts';
import { migrate } from '../collector/src/db/migrate.ts';
import { built } from '../sdk/test/built.ts';
import { launchBrowser } from '../test/support/browser.ts';
import { runCell, type Counts, type LossTracker } from './loss/cell.ts';
import { ENDINGS } from './loss/endings.ts';
import { FAULTS } from './loss/faults.ts';
import { NAIVE } from './loss/naive.ts';
import { lossReport, type Cell } from './loss/report.ts';
import { endProcess, startProcess } from './support/collector-process.ts';
import { benchPostgres } from './support/postgres.ts';

/** Cells at a time: most of a cell is waiting. */
const AT_ONCE = 6;

/**
 * `npm run bench -- loss [BROWSERS [FAULT]]`: each fault and each ending of a page, with our tracker and with a naive one; how many
 * events were made, stored, lost and doubled. Writes docs/bench/loss.md; with the beginning of a FAULT it runs only that and writes
 * nothing.
 */
export default async function bench([browsers = '4', only = '']: string[]): Promise<void> {
  const postgres = await benchPostgres();
  const sql = connect(postgres.url);
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), 'passerby-bench-data-'));
  await migrate(sql);
  const collector = await startProcess({
    DATABASE_URL: postgres.url, PASSERBY_DATA: dataDir, PASSERBY_RATE_LIMIT: '1000000', PASSERBY_SITE_RATE_LIMIT: '1000000', PASSERBY_AGGREGATE_CRON: '0 0 1 1 *',
  });
  if (!collector) throw new Error('the collector did not start');
  const browser = await launchBrowser();
  const trackers: LossTracker[] = [
    { name: 'Passerby', script: await built('passerby.js'), attributes: 'data-consent="granted"' },
    { name: 'naive', script: NAIVE, attributes: '' },
  ];
  const cells: Cell[] = [];
  const waiting = FAULTS.filter(({ name }) => name.startsWith(only)).flatMap((fault) => ENDINGS.flatMap((ending) => trackers.map((tracker) => ({ fault, ending, tracker }))));
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const { fault, ending, tracker } = next;
        const counts: Counts = await runCell({ browser, collector: collector.url, sql, tracker, fault, ending, browsers: Number(browsers) });
        cells.push({ fault: fault.name, ending: ending.name, returns: ending.returns, tracker: tracker.name, ...counts });
        console.log(`${waiting.length} to go: ${tracker.name}, ${fault.name}, ${ending.name}: ${counts.made - counts.stored} of ${counts.made} lost, ${counts.doubled} doubled`);
      }
    }));
  } finally {
    await browser.close();
    await endProcess(collector, 'SIGTERM');
    await sql.end({ timeout: 1 });
    await postgres.remove();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
  const report = lossReport(cells, Number(browsers));
  console.log(report);
  if (only === '') fs.writeFileSync(path.resolve(import.meta.dirname, '../docs/bench/loss.md'), report);
}

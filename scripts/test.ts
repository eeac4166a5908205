/**
 * `npm test`: every test of every workspace. The last line says `N passed, N failed`, with `, N skipped` where there are any.
 * Arguments go to vitest: `npm test -- sdk`. Fails when a test fails, when an error belongs to no test, and when nothing ran.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Counts } from './counts-reporter.ts';

const directory = mkdtempSync(join(tmpdir(), 'passerby-counts-'));
const file = join(directory, 'counts.json');
const root = join(import.meta.dirname, '..');

// In a process of its own: however it ends, the last line is ours.
const vitest = spawn(
  process.execPath,
  [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=default', `--reporter=${join(root, 'scripts/counts-reporter.ts')}`, ...process.argv.slice(2)],
  { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, COUNTS_FILE: file } },
);
// Ctrl-C goes to both; vitest then stops its servers.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => vitest.kill('SIGTERM'));

const code = await new Promise<number>((resolve) => {
  vitest.once('error', () => resolve(1));
  vitest.once('close', (status) => resolve(status ?? 1));
});
const counts = readCounts();
rmSync(directory, { recursive: true, force: true });
// What vitest counts under no test (a set-up that failed, a crash) is a failure all the same.
if (counts.failed === 0 && (code !== 0 || counts.passed === 0)) counts.failed = 1;
process.exitCode = counts.failed > 0 ? 1 : 0;
console.log(`${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`);

function readCounts(): Counts {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Counts;
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

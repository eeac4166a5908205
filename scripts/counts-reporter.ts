import { writeFileSync } from 'node:fs';
import type { Reporter, TestModule } from 'vitest/node';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Writes what a run came to, as JSON, into the file that COUNTS_FILE names. */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts: Counts = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) addModule(counts, module);
    const file = process.env['COUNTS_FILE'];
    if (file) writeFileSync(file, JSON.stringify(counts));
  }
}

function addModule(counts: Counts, module: TestModule): void {
  const failedBefore = counts.failed;
  for (const test of module.children.allTests()) {
    const { state } = test.result();
    // Pending at the end: the run was broken off.
    counts[state === 'pending' ? 'failed' : state]++;
  }
  // A file that cannot be loaded, or a hook that throws, fails without a failed test.
  if (!module.ok() && counts.failed === failedBefore) counts.failed++;
}

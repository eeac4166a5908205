import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

describe('npm test', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'passerby-runner-'));
    symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
  });
  afterEach(() => { rmSync(directory, { recursive: true }); });

  /** Runs these test files and nothing else. */
  function run(files: Record<string, string>): { status: number | null; lastLine: string | undefined } {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), `import { beforeAll, describe, expect, it } from 'vitest';\n${text}`);
    const { status, stdout } = spawnSync(process.execPath, [join(root, 'scripts/test.ts'), '--root', directory], { encoding: 'utf8' });
    return { status, lastLine: stdout.trimEnd().split('\n').at(-1) };
  }

  const PASSES = 'it(\'holds\', () => { expect(1).toBe(1); });';

  it('counts what passed', () => {
    expect(run({ 'a.test.ts': PASSES, 'b.test.ts': PASSES })).toEqual({ status: 0, lastLine: '2 passed, 0 failed' });
  });

  it('fails with a test that fails', () => {
    expect(run({ 'a.test.ts': PASSES, 'b.test.ts': 'it(\'fails\', () => { expect(1).toBe(2); });' })).toEqual({ status: 1, lastLine: '1 passed, 1 failed' });
  });

  it('says what was skipped', () => {
    expect(run({ 'a.test.ts': `${PASSES} it.skip('later', () => {});` })).toEqual({ status: 0, lastLine: '1 passed, 0 failed, 1 skipped' });
  });

  it('fails with a file that cannot be loaded, and with a hook that throws', () => {
    expect(run({ 'a.test.ts': PASSES, 'b.test.ts': 'import \'./missing.ts\';' })).toEqual({ status: 1, lastLine: '1 passed, 1 failed' });
    expect(run({ 'b.test.ts': `describe('group', () => { beforeAll(() => { throw new Error('no'); }); ${PASSES} });` })).toEqual({ status: 1, lastLine: '1 passed, 1 failed, 1 skipped' });
  });

  it('fails with an error that belongs to no test', () => {
    const late = 'it(\'waits\', async () => { setTimeout(() => { throw new Error(\'late\'); }); await new Promise((resolve) => { setTimeout(resolve, 50); }); });';
    expect(run({ 'a.test.ts': late })).toEqual({ status: 1, lastLine: '1 passed, 1 failed' });
  });

  it('fails when nothing ran', () => {
    expect(run({})).toEqual({ status: 1, lastLine: '0 passed, 1 failed' });
  });
});

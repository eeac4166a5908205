import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const FILES = [
  ...['passerby.js', 'banner.js', 'passerby.vitals.js', 'passerby.idb.js', 'index.mjs'].map((name) => `sdk/dist/${name}`),
  ...['', '.tools', '.builder', '.sites', '.export'].map((part) => `dashboard-widget/dist/stats-panel${part}.js`),
];

describe('npm run size', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'passerby-size-'));
    mkdirSync(join(directory, 'scripts'));
    copyFileSync(join(import.meta.dirname, 'size.ts'), join(directory, 'scripts/size.ts'));
    for (const file of FILES) write(file, 500);
  });
  afterEach(() => { rmSync(directory, { recursive: true }); });

  /** A file that does not compress. */
  function write(file: string, bytes: number): void {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), randomBytes(bytes));
  }
  function run(): { status: number | null; over: string[] } {
    const { status, stdout } = spawnSync(process.execPath, [join(directory, 'scripts/size.ts')], { encoding: 'utf8' });
    return { status, over: stdout.split('\n').filter((line) => line.startsWith('OVER')).map((line) => line.split(/\s+/)[1] ?? '') };
  }

  it('is content with small scripts', () => {
    expect(run()).toEqual({ status: 0, over: [] });
  });

  it('refuses a script that is over its budget', () => {
    write('sdk/dist/passerby.js', 3000);
    write('dashboard-widget/dist/stats-panel.js', 30_000);
    expect(run()).toEqual({ status: 1, over: ['sdk/dist/passerby.js', 'dashboard-widget/dist/stats-panel.js'] });
  });

  it('refuses a script that is not built', () => {
    rmSync(join(directory, 'sdk/dist/banner.js'));
    expect(run()).toEqual({ status: 1, over: ['sdk/dist/banner.js'] });
  });
});

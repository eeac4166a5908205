import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const BUILD = `
  const fs = require('node:fs');
  if (fs.readFileSync('sdk/src/index.ts', 'utf8') === 'broken') { console.error('cannot read index.ts'); process.exit(1); }
  for (const file of ['sdk/dist/passerby.js', 'sdk/dist/banner.js', 'sdk/dist/index.mjs', 'sdk/dist/server.mjs', 'dashboard-widget/dist/index.mjs', 'dashboard-widget/dist/stats-panel.js']) {
    fs.mkdirSync(require('node:path').dirname(file), { recursive: true });
    fs.writeFileSync(file, '');
  }
  fs.appendFileSync('builds.log', 'x');
`;

/** A project of two packages that are on this disk, one of which brings `node`, as the real one does. */
const PROJECT: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'project',
    version: '1.0.0',
    scripts: { build: 'node build.cjs', prepare: 'node scripts/ensure.mjs --build-only' },
    dependencies: { node: 'file:packages/node', rollup: 'file:packages/rollup' },
  }),
  'packages/node/package.json': JSON.stringify({ name: 'node', version: '24.0.0', bin: 'node.sh' }),
  'packages/node/node.sh': `#!/bin/sh\nexec ${process.execPath} "$@"\n`,
  'packages/rollup/package.json': JSON.stringify({ name: 'rollup', version: '4.0.0' }),
  'build.cjs': BUILD,
  'sdk/src/index.ts': '',
  'dashboard-widget/src/index.ts': '',
  'examples/heavy/package.json': JSON.stringify({ name: 'heavy', version: '1.0.0', private: true, dependencies: { tool: 'file:tool' } }),
  'examples/heavy/tool/package.json': JSON.stringify({ name: 'tool', version: '1.0.0' }),
  'examples/light/index.html': '',
};

describe('what npm start and npm test do first', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'passerby-ensure-'));
    for (const [file, text] of Object.entries(PROJECT)) write(file, text);
    chmodSync(join(directory, 'packages/node/node.sh'), 0o755);
    mkdirSync(join(directory, 'scripts'));
    copyFileSync(join(import.meta.dirname, 'ensure.mjs'), join(directory, 'scripts/ensure.mjs'));
    for (const cwd of [directory, join(directory, 'examples/heavy')]) {
      spawnSync('npm', ['install', '--package-lock-only', '--ignore-scripts', '--offline'], { cwd });
    }
  });
  afterEach(() => { rmSync(directory, { recursive: true }); });

  function write(file: string, text: string): void {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  /** Makes a file a minute newer than it is. */
  function touch(file: string): void {
    const later = statSync(join(directory, file)).mtimeMs / 1000 + 60;
    utimesSync(join(directory, file), later, later);
  }
  function ensure(...args: string[]): { status: number | null; said: string } {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(directory, 'scripts/ensure.mjs'), ...args], { encoding: 'utf8' });
    return { status, said: (stdout + stderr).replaceAll(/[\d.]+ s\n/g, '') };
  }
  const builds = (): number => (existsSync(join(directory, 'builds.log')) ? readFileSync(join(directory, 'builds.log')).length : 0);

  it('installs and builds a fresh clone once, in a line, and then finds nothing to do', () => {
    expect(ensure()).toEqual({ status: 0, said: 'Installing packages … ' });
    expect(builds()).toBe(1);
    expect(ensure()).toEqual({ status: 0, said: '' });
    expect(builds()).toBe(1);
  });

  it('installs what an example with a lock file of its own needs only where it is asked to, and once', () => {
    ensure();
    expect(existsSync(join(directory, 'examples/heavy/node_modules'))).toBe(false);
    expect(ensure('--examples')).toEqual({ status: 0, said: 'Installing packages of examples/heavy … ' });
    expect(existsSync(join(directory, 'examples/heavy/node_modules/tool'))).toBe(true);
    expect(ensure('--examples')).toEqual({ status: 0, said: '' });
    touch('examples/heavy/package-lock.json');
    expect(ensure('--examples').said).toContain('examples/heavy');
  });

  it('installs again when the lock file is newer', () => {
    ensure();
    touch('package-lock.json');
    expect(ensure().said).toContain('Installing packages');
  });

  it('builds again when a source is newer, and says so', () => {
    ensure();
    touch('dashboard-widget/src/index.ts');
    expect(ensure()).toEqual({ status: 0, said: 'Building the tracker and the panel … ' });
    expect(builds()).toBe(2);
  });

  it.each(['sdk/dist/passerby.js', 'sdk/dist/banner.js', 'sdk/dist/index.mjs', 'sdk/dist/server.mjs', 'dashboard-widget/dist/index.mjs', 'dashboard-widget/dist/stats-panel.js'])('builds again when %s is gone, or older than a source', (file) => {
    ensure();
    rmSync(join(directory, file));
    ensure();
    expect(builds()).toBe(2);
    utimesSync(join(directory, file), 0, 0);
    ensure();
    expect(builds()).toBe(3);
  });

  it('fails with the tool\'s own words when the build fails', () => {
    ensure();
    write('sdk/src/index.ts', 'broken');
    touch('sdk/src/index.ts');
    const { status, said } = ensure();
    expect(status).toBe(1);
    expect(said).toContain('cannot read index.ts');
  });

  it('never installs when it is npm that asks, and does not mind that the tools are left out', () => {
    expect(ensure('--build-only')).toEqual({ status: 0, said: '' });
    expect(existsSync(join(directory, 'node_modules'))).toBe(false);
  });
});

/**
 * Puts together what the image holds, in an empty folder: the collector as it is published, beside exactly the packages of the
 * lock file. Run by the Dockerfile; run by hand it makes the same without Docker.
 *
 *   node deploy/assemble.ts /opt/passerby
 *   node /opt/passerby/collector/bin/passerby.js serve
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');
const [to] = process.argv.slice(2);
if (to === undefined) throw new Error('Say where to: node deploy/assemble.ts FOLDER');
const out = path.resolve(to);
if (existsSync(out) && readdirSync(out).length > 0) throw new Error(`${out} is not empty.`);

const scratch = mkdtempSync(path.join(tmpdir(), 'passerby-pack-'));
try {
  run(root, process.execPath, 'collector/pack.ts');
  run(root, 'npm', 'pack', '--silent', '--pack-destination', scratch, './collector/dist');
  const [packed = ''] = readdirSync(scratch);
  mkdirSync(path.join(out, 'collector'), { recursive: true });
  run(root, 'tar', '-xzf', path.join(scratch, packed), '-C', path.join(out, 'collector'), '--strip-components=1', '--no-same-owner');
} finally {
  rmSync(scratch, { recursive: true });
}
// The lock file speaks of all workspaces, so that their manifests have to be there; of their packages only the collector's are installed.
for (const file of ['package.json', 'package-lock.json', '.npmrc', 'sdk/package.json', 'dashboard-widget/package.json']) {
  mkdirSync(path.dirname(path.join(out, file)), { recursive: true });
  copyFileSync(path.join(root, file), path.join(out, file));
}
run(out, 'npm', 'ci', '--workspace=passerby', '--omit=dev', '--omit=optional', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error');
copyFileSync(path.join(root, 'deploy/healthcheck.js'), path.join(out, 'healthcheck.js'));

function run(cwd: string, command: string, ...args: string[]): void {
  execFileSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

/**
 * What `npm start` and `npm test` need before they run: packages installed, browser code built. Says a line where something is
 * to be done and nothing otherwise. Imports no package, and runs on the system's own Node.
 *
 *   node scripts/ensure.mjs               installs and builds what is missing or older than its sources
 *   node scripts/ensure.mjs --examples    the same, and installs what the examples with a lock file of their own need
 *   node scripts/ensure.mjs --build-only  builds only: npm calls it at the end of an install
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = [
  'sdk/src', 'sdk/shrink-script.ts', 'sdk/package.json', 'dashboard-widget/src', 'dashboard-widget/shrink-templates.ts', 'dashboard-widget/package.json', 'rollup.config.ts', 'package-lock.json',
];
const BUILT = ['sdk/dist/passerby.js', 'sdk/dist/banner.js', 'sdk/dist/index.mjs', 'sdk/dist/server.mjs', 'dashboard-widget/dist/index.mjs', 'dashboard-widget/dist/stats-panel.js'];

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
if (Number(process.versions.node.split('.')[0]) < 20) fail('Node 20 or newer is needed; this is ' + process.version + '.');

if (!process.argv.includes('--build-only') && (needsInstall('.') || !existsSync('node_modules/.bin/node'))) await run('Installing packages', ['ci', '--no-audit', '--no-fund']);
if (needsBuild()) await run('Building the tracker and the panel', ['run', '--silent', 'build']);
if (process.argv.includes('--examples')) {
  for (const folder of examples().filter(needsInstall)) await run(`Installing packages of ${folder}`, ['ci', '--no-audit', '--no-fund', '--prefix', folder]);
}

/** npm writes node_modules/.package-lock.json last. */
function needsInstall(folder) {
  return modified(join(folder, 'node_modules/.package-lock.json')) < modified(join(folder, 'package-lock.json'));
}

/** Examples that bring tools which nobody needs to try Passerby out: each has its own lock file and is no workspace. */
function examples() {
  if (!existsSync('examples')) return [];
  return readdirSync('examples').map((name) => `examples/${name}`).filter((folder) => existsSync(join(folder, 'package-lock.json')));
}

function needsBuild() {
  const canBuild = existsSync('node_modules/rollup'); // not after `npm ci --omit=dev`
  return canBuild && Math.min(...BUILT.map(modified)) < Math.max(...SOURCES.map(newest));
}

/** The latest change of a file or of anything in a folder. A folder itself changes when a file in it comes or goes. */
function newest(path) {
  if (!existsSync(path) || !statSync(path).isDirectory()) return modified(path);
  return Math.max(modified(path), ...readdirSync(path).map((name) => newest(join(path, name))));
}

function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

/** Runs npm. Its own output is shown only when it fails. */
async function run(title, args) {
  const began = performance.now();
  process.stderr.write(`${title} … `);
  const child = spawn('npm', args, { stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => output.push(chunk));
  const code = await new Promise((resolve) => {
    child.once('error', (error) => { output.push(Buffer.from(error.message)); resolve(1); });
    child.once('close', (status) => resolve(status ?? 1));
  });
  if (code !== 0) fail(`failed.\n\n${Buffer.concat(output).toString().trim()}`);
  process.stderr.write(`${((performance.now() - began) / 1000).toFixed(1)} s\n`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/**
 * Makes collector/dist, the package `passerby` as it is published and as it lies in the image: the same tree, but JavaScript
 * for TypeScript, with the migrations, and with the scripts that sites embed. Needs `npm run build` before.
 *
 *   node collector/pack.ts && npm pack ./collector/dist
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const collector = import.meta.dirname;
const root = path.join(collector, '..');
const out = path.join(collector, 'dist');

rmSync(out, { recursive: true, force: true });
execFileSync(process.execPath, [path.join(root, 'node_modules/typescript/bin/tsc'), '-p', path.join(collector, 'tsconfig.build.json')], { stdio: 'inherit' });
for (const folder of ['bin', 'pages']) if (existsSync(path.join(collector, folder))) cpSync(path.join(collector, folder), path.join(out, folder), { recursive: true });
copy(path.join(root, 'migrations'), /^\d{14}_.*\.sql$/, path.join(out, 'migrations'));
copy(path.join(root, 'sdk/dist'), /^(?:passerby|banner).*\.js(?:\.map)?$/, path.join(out, 'dist/static'));
copy(path.join(root, 'dashboard-widget/dist'), /^stats-panel.*\.js(?:\.map)?$/, path.join(out, 'dist/static'));
copyFileSync(path.join(root, 'LICENSE'), path.join(out, 'LICENSE'));
copyFileSync(path.join(root, 'README.md'), path.join(out, 'README.md'));
writeFileSync(path.join(out, 'package.json'), manifest());

function copy(from: string, names: RegExp, to: string): void {
  const files = existsSync(from) ? readdirSync(from).filter((name) => names.test(name)) : [];
  if (files.length === 0) throw new Error(`There is nothing in ${path.relative(root, from)}: run npm run build first.`);
  mkdirSync(to, { recursive: true });
  for (const name of files) copyFileSync(path.join(from, name), path.join(to, name));
}

/** As in the repository, but what is TypeScript there is JavaScript here. */
function manifest(): string {
  const { private: _, scripts: __, files: ___, devDependencies: ____, ...kept } = JSON.parse(readFileSync(path.join(collector, 'package.json'), 'utf8')) as Record<string, unknown>;
  const text = JSON.stringify({ ...kept, files: ['bin', 'dist', 'migrations', 'pages', 'types'] }, null, 2);
  return `${text.replaceAll(/"\.\/src\/([^"]+)\.ts"/g, '"./dist/$1.js"')}\n`;
}

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');

/** Permissive ones, and MPL-2.0, which binds changes to its own files only. LGPL in an example's picture library, which nothing of ours holds. */
const LICENCES = new Set(['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'Unlicense', 'CC0-1.0', 'CC-BY-4.0', 'Python-2.0', 'MPL-2.0']);
const IN_EXAMPLES = new Set(['LGPL-3.0-or-later']);

interface Lock { packages: Record<string, { link?: boolean; license?: string; resolved?: string; version?: string }> }
interface Manifest { dependencies?: Record<string, string>; devDependencies?: Record<string, string>; optionalDependencies?: Record<string, string> }

const tracked = execFileSync('git', ['ls-files', '--', '*package.json', '*package-lock.json'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const locks = tracked.filter((file) => file.endsWith('package-lock.json'));
const manifests = tracked.filter((file) => file.endsWith('package.json'));

describe('the packages that we build on', () => {
  it.each(locks)('come under licences that let everybody use Passerby: %s', (file) => {
    const strange = Object.entries((read(file) as Lock).packages)
      .filter(([name, { link }]) => name.includes('node_modules/') && link !== true)
      .filter(([, { license = 'none' }]) => license.replace(/[()]/g, '').split(/ AND | OR /).some((one) => !LICENCES.has(one) && !(file.startsWith('examples/') && IN_EXAMPLES.has(one))))
      .map(([name, { license }]) => `${name}: ${license}`);
    expect(strange).toEqual([]);
  });

  it.each(locks)('are locked without the address of a registry: %s', (file) => {
    const addressed = Object.entries((read(file) as Lock).packages).filter(([, { resolved }]) => resolved?.includes(':'));
    expect(addressed.map(([name]) => name)).toEqual([]);
  });

  it.each(manifests)('are of exact versions: %s', (file) => {
    const { dependencies, devDependencies, optionalDependencies } = read(file) as Manifest;
    const loose = Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).filter(([, version]) => !/^(?:\d+\.\d+\.\d+(?:-[\w.]+)?|file:.+)$/.test(version));
    expect(loose).toEqual([]);
  });
});

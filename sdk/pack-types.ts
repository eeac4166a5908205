import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const CONTRACT = /'(?:\.\.\/)+collector\/src\/contract\/index\.ts'/g;

/** Makes the declarations of a package complete in themselves: with those of the contract beside them, which in the repository lie elsewhere. `types` holds what the compiler made of its sources. */
export async function packTypes(types: string): Promise<void> {
  const names = (await readdir(types, { recursive: true })).filter((name) => name.endsWith('.d.ts') && !name.startsWith('contract'));
  for (const name of names) {
    const file = path.join(types, name);
    const up = path.posix.relative(path.posix.dirname(name), 'contract/index.ts');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(CONTRACT, up.startsWith('.') ? `'${up}'` : `'./${up}'`));
  }
  await cp(path.join(ROOT, 'collector/types/src/contract'), path.join(types, 'contract'), { recursive: true, filter: (file) => !/\.(tsbuildinfo|test\.d\.ts)$/.test(file) });
}

// From the folder of the package: before it is packed.
if (process.argv[1] === import.meta.filename) await packTypes(path.resolve('types'));

import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '..');
const CONTRACT = 'collector/src/contract/index.ts';

/** Makes the declarations of the package complete in themselves: with those of the contract beside them, which in the repository lie elsewhere. `types` holds what the compiler made of sdk/src. */
export async function packTypes(types: string): Promise<void> {
  await cp(path.join(ROOT, 'collector/types/src/contract'), path.join(types, 'contract'), { recursive: true, filter: (file) => !/\.(tsbuildinfo|test\.d\.ts)$/.test(file) });
  for (const name of await readdir(types)) {
    if (!name.endsWith('.d.ts')) continue;
    const file = path.join(types, name);
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll(`'../../${CONTRACT}'`, `'./contract/index.ts'`));
  }
}

if (process.argv[1] === import.meta.filename) await packTypes(path.join(ROOT, 'sdk/types'));

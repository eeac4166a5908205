import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'rollup';

/** Beside the scripts: file name -> what a page may put in the `integrity` attribute of its script tag. */
const FILE = 'integrity.json';

/** Notes the Subresource Integrity hash of each script as it is written, and prints it. */
export const integrity = (): Plugin => ({
  name: 'integrity',
  writeBundle({ file }) {
    if (file === undefined) return;
    const hash = `sha384-${createHash('sha384').update(readFileSync(file)).digest('base64')}`;
    const list = path.join(path.dirname(file), FILE);
    const hashes = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Record<string, string>) : {};
    hashes[path.basename(file)] = hash;
    writeFileSync(list, `${JSON.stringify(Object.fromEntries(Object.entries(hashes).sort(([a], [b]) => (a < b ? -1 : 1))), null, 2)}\n`);
    console.log(`${path.basename(file)} integrity="${hash}"`);
  },
});

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { STATIC_FOLDERS } from '../ops/static-folders.ts';
import { UsageError } from './command.ts';

/** What pins a script that this collector serves, for the `integrity` attribute of its tag: `sha384-…`. */
export function scriptHash(name: string): string {
  const url = STATIC_FOLDERS.map((folder) => new URL(name, folder)).find((file) => fs.existsSync(file));
  if (!url) throw new UsageError(`${name} is not built, and so cannot be pinned.`);
  return `sha384-${createHash('sha384').update(fs.readFileSync(url)).digest('base64')}`;
}

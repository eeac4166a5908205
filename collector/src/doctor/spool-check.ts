import fs from 'node:fs/promises';
import path from 'node:path';
import type { Config } from '../config.ts';
import type { Finding } from './finding.ts';

/** Whether batches wait on disk, or lie there and cannot be read. */
export async function spoolCheck({ dataDir }: Pick<Config, 'dataDir'>): Promise<Finding> {
  const folder = path.join(dataDir, 'spool');
  const names = await fs.readdir(folder).catch(() => []);
  const unreadable = names.filter((name) => name.endsWith('.unreadable'));
  if (unreadable.length > 0) {
    return { check: 'spool', result: 'failed', detail: `${unreadable.length} segments cannot be read, from ${path.join(folder, unreadable[0] ?? '')}: the disk has damaged them. Each line is a batch; mend what is broken, name the file .open, and the next replay stores it.` };
  }
  const sizes = await Promise.all(names.map((name) => fs.stat(path.join(folder, name)).then(({ size }) => size, () => 0)));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  if (bytes > 0) return { check: 'spool', result: 'warning', detail: `${bytes.toLocaleString('en')} bytes of events wait for the database. A running collector stores them when it is back.` };
  return { check: 'spool', result: 'ok', detail: 'Nothing waits.' };
}

import fs from 'node:fs/promises';
import type { Config } from '../config.ts';
import type { Finding } from './finding.ts';

/** What an embedded database and a log need at the very least. */
const LEAST_BYTES = 512 * 1_048_576;

/** Whether the data folder can be written and has room for the spool. A database elsewhere has a disk of its own, which only its machine can tell. */
export async function diskCheck({ dataDir, spoolBytes }: Pick<Config, 'dataDir' | 'spoolBytes'>): Promise<Finding> {
  const finding = (result: Finding['result'], detail: string): Finding => ({ check: 'disk', result, detail });
  try {
    const probe = await fs.mkdtemp(`${dataDir}/.doctor-`);
    await fs.rmdir(probe);
    const { bavail, bsize } = await fs.statfs(dataDir);
    const free = bavail * bsize;
    if (free < spoolBytes) return finding('failed', `${mebibytes(free)} are free under PASSERBY_DATA, and the spool may take ${mebibytes(spoolBytes)} (PASSERBY_SPOOL_BYTES). Make room, or allow it less.`);
    return finding(free < LEAST_BYTES ? 'warning' : 'ok', `${mebibytes(free)} are free under PASSERBY_DATA.`);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return finding('warning', `PASSERBY_DATA, ${dataDir}, is not there yet. The first start of a collector makes it.`);
    return finding('failed', `PASSERBY_DATA cannot be written (${code}). Choose another folder or correct its permissions; without it nothing is kept while the database is away.`);
  }
}

function mebibytes(bytes: number): string {
  return `${Math.floor(bytes / 1_048_576).toLocaleString('en')} MiB`;
}

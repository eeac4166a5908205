import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { dataFolder } from '../../../test/support/data-folder.ts';
import { startUser } from '../../../test/support/start-user.ts';
import { connect, type Sql } from '../connect.ts';
import { openDatabase } from '../database.ts';
import { readPostmaster } from './postmaster.ts';

async function withDatabase<T>(dataDir: string, work: (sql: Sql) => Promise<T>): Promise<T> {
  const database = await openDatabase({ dataDir });
  const sql = connect(database.url, { max: 1 });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 1 });
    await database.close();
  }
}

/** Ends Postgres as a power cut would: the lock file stays. */
async function killPostgres(dataDir: string): Promise<void> {
  const home = join(dataDir, 'postgres');
  const pid = readPostmaster(home)?.pid ?? NaN;
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(() => { expect(readPostmaster(home)?.pid).not.toBe(pid); }, { timeout: 10_000 });
}

describe('the embedded Postgres after a crash', () => {
  it('has every committed row when it and its user were killed', async () => {
    const dataDir = dataFolder();
    const user = await startUser(dataDir);
    const sql = connect(user.url, { max: 1 });
    await sql`create table kept as select 42 as answer`;
    await user.kill('SIGKILL');
    await killPostgres(dataDir);
    await sql.end({ timeout: 0 });
    expect(await withDatabase(dataDir, (again) => again`select answer from kept`)).toEqual([{ answer: 42 }]);
  });

  it('starts although the number in its lock file is now that of another process', async () => {
    const dataDir = dataFolder();
    const user = await startUser(dataDir);
    await user.kill('SIGKILL');
    await killPostgres(dataDir);
    const lock = join(dataDir, 'postgres/data/postmaster.pid');
    // The parent of this process lives and is not Postgres.
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/^\d+/, String(process.ppid)));
    expect(await withDatabase(dataDir, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }]);
  });

  it('comes back at the same address for the process that is using it', async () => {
    const dataDir = dataFolder();
    await withDatabase(dataDir, async (sql) => {
      await sql`select 1`;
      await killPostgres(dataDir);
      await vi.waitFor(async () => { expect(await sql`select 2 as two`).toEqual([{ two: 2 }]); }, { timeout: 30_000, interval: 100 });
    });
    expect(readPostmaster(join(dataDir, 'postgres'))).toBeUndefined();
  });
});

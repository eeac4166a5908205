import { createServer } from 'node:net';
import { describe, expect, inject, it } from 'vitest';
import { dataFolder } from '../../test/support/data-folder.ts';
import { connect } from './connect.ts';
import { openDatabase } from './database.ts';
import { migrationsDirectory } from './migrations.ts';

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  await new Promise((resolve) => { server.close(resolve); });
  return typeof address === 'object' && address ? address.port : 0;
}

describe('openDatabase', () => {
  const given = inject('postgresUrl');
  const open = (databaseUrl: string): ReturnType<typeof openDatabase> => openDatabase({ databaseUrl, dataDir: dataFolder() });

  it('uses the Postgres it is given, and leaves it running', async () => {
    const database = await open(given);
    expect(database).toMatchObject({ url: given, embedded: false });
    await database.close();
    const sql = connect(given, { max: 1 });
    expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
    await sql.end();
  });

  it('says that an address is none', async () => {
    await expect(open('http://localhost/')).rejects.toMatchObject({ code: 'invalid_url' });
    await expect(open('nowhere')).rejects.toMatchObject({ code: 'invalid_url' });
  });

  it('says that nothing answers, without the password', async () => {
    const error = await open(`postgres://u:hush@127.0.0.1:${await freePort()}/d`).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'unreachable' });
    expect(String(error)).not.toContain('hush');
  });

  it('says that the database is not there', async () => {
    const url = new URL(given);
    url.pathname = '/no_such_database';
    await expect(open(url.href)).rejects.toMatchObject({ code: 'login_refused', detail: expect.stringContaining('no_such_database') as string });
  });
});

describe('connect', () => {
  it('gives counts as numbers, days as text and instants as dates', async () => {
    const sql = connect(inject('postgresUrl'), { max: 1 });
    const [row] = await sql`
      select count(*), ${7}::bigint as seven, array[1, 2]::bigint[] as many, date '2026-02-03' as day, timestamptz '2026-02-03 04:05:06.789Z' as instant, ${'2026-02-03'}::date + 1 as next`;
    expect(row).toEqual({ count: 1, seven: 7, many: [1, 2], day: '2026-02-03', instant: new Date('2026-02-03T04:05:06.789Z'), next: '2026-02-04' });
    await sql.end();
  });

  it('ends a statement that takes longer than it may', async () => {
    const sql = connect(inject('postgresUrl'), { max: 1, statementTimeoutMs: 20 });
    await expect(sql`select pg_sleep(30)`).rejects.toMatchObject({ code: '57014' });
    await sql.end();
  });
});

describe('the folder of migrations', () => {
  it('is said to be missing where no folder above has one', () => {
    expect(() => migrationsDirectory('/proc')).toThrow(expect.objectContaining({ code: 'migrations_missing' }) as Error);
  });
});

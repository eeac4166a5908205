import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { dataFolder } from '../../../test/support/data-folder.ts';
import { connect } from '../connect.ts';
import { openDatabase } from '../database.ts';
import { databaseAccount } from './account.ts';
import { createHome } from './home.ts';

describe('the folder of the embedded Postgres', () => {
  it('keeps data, password and address from one start to the next, closed to other users', async () => {
    const dataDir = dataFolder();
    const first = await openDatabase({ dataDir });
    const before = connect(first.url, { max: 1 });
    await before`create table kept as select 'still here' as text`;
    await before.end();
    await first.close();

    const second = await openDatabase({ dataDir });
    expect(second.url).toBe(first.url);
    const after = connect(second.url, { max: 1 });
    expect(await after`select text from kept`).toEqual([{ text: 'still here' }]);
    await after.end();
    await second.close();

    expect(statSync(join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
    expect(statSync(join(dataDir, 'postgres/password')).mode & 0o777).toBe(0o600);
  });

  it('has a server that asks for the password, listens on the loopback only and has no socket', async () => {
    const database = await openDatabase({ dataDir: dataFolder() });
    const wrong = new URL(database.url);
    wrong.password = 'guessed';
    const guess = connect(wrong.href, { max: 1 });
    await expect(guess`select 1`).rejects.toMatchObject({ code: '28P01' });
    await guess.end();

    const sql = connect(database.url, { max: 1 });
    expect(await sql`
      select name, setting from pg_settings
      where name in ('listen_addresses', 'unix_socket_directories', 'fsync', 'synchronous_commit', 'TimeZone') order by name collate "C"`).toEqual([
      { name: 'TimeZone', setting: 'UTC' },
      { name: 'fsync', setting: 'on' },
      { name: 'listen_addresses', setting: '127.0.0.1' },
      { name: 'synchronous_commit', setting: 'on' },
      { name: 'unix_socket_directories', setting: '' },
    ]);
    expect(await sql`select upper('é') as upper`).toEqual([{ upper: 'É' }]);
    await sql.end();
    await database.close();
  });

  it('does not put what people sent into the log', async () => {
    const dataDir = dataFolder();
    const database = await openDatabase({ dataDir });
    const sql = connect(database.url, { max: 1 });
    await sql`create table people (email text unique)`;
    await sql`insert into people values ('ann@example.com')`;
    await expect(sql`insert into people values (${'ann@example.com'})`).rejects.toMatchObject({ code: '23505' });
    await sql.end();
    await database.close();
    const log = readFileSync(join(dataDir, 'postgres/postgres.log'), 'utf8');
    expect(log).toContain('people_email_key');
    expect(log).not.toContain('ann@example.com');
  });

  it('takes another port where the last one is in use', async () => {
    const dataDir = dataFolder();
    const first = await openDatabase({ dataDir });
    await first.close();
    const port = Number(new URL(first.url).port);
    const squatter = createServer();
    await new Promise<void>((resolve) => { squatter.listen(port, '127.0.0.1', resolve); });
    try {
      const second = await openDatabase({ dataDir });
      expect(Number(new URL(second.url).port)).not.toBe(port);
      await second.close();
    } finally {
      squatter.close();
    }
  });

  it('is refused when another version of Postgres made it', async () => {
    const dataDir = dataFolder();
    mkdirSync(join(dataDir, 'postgres/data'), { recursive: true });
    writeFileSync(join(dataDir, 'postgres/data/PG_VERSION'), '14\n');
    await expect(openDatabase({ dataDir })).rejects.toMatchObject({ code: 'data_version', detail: expect.stringContaining('is of 14') as string });
  });

  it('is not left behind half made', async () => {
    const home = join(dataFolder(), 'postgres');
    const broken = { initdb: '/bin/false', postgres: '/bin/false', major: '18' };
    await expect(createHome(home, broken, databaseAccount(home), { durable: false })).rejects.toMatchObject({ code: 'init_failed' });
    expect(readdirSync(join(home, '..'))).toEqual([]);
  });

  it('is refused in Postgres\' own words when it is damaged', async () => {
    const dataDir = dataFolder();
    await (await openDatabase({ dataDir })).close();
    rmSync(join(dataDir, 'postgres/data/global/pg_control'));
    await expect(openDatabase({ dataDir })).rejects.toMatchObject({ code: 'start_failed', detail: expect.stringContaining('pg_control') as string });
  });

  it('is refused when it cannot be made', async () => {
    const file = join(dataFolder(), 'file');
    writeFileSync(file, '');
    await expect(openDatabase({ dataDir: join(file, 'data') })).rejects.toMatchObject({ code: 'data_not_writable' });
  });

  it('is refused when it belongs to another user', () => {
    const home = dataFolder();
    const geteuid = vi.spyOn(process, 'geteuid').mockReturnValue(statSync(home).uid + 1);
    expect(() => databaseAccount(home)).toThrow(expect.objectContaining({ code: 'data_of_another_user' }) as Error);
    geteuid.mockRestore();
  });
});

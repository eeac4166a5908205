import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder } from '../../../test/support/data-folder.ts';
import { startUser } from '../../../test/support/start-user.ts';
import { connect } from '../connect.ts';
import { openDatabase } from '../database.ts';
import { readPostmaster } from './postmaster.ts';

async function answers(url: string): Promise<boolean> {
  const sql = connect(url, { max: 1 });
  try {
    await sql`select 1`;
    return true;
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

describe('the embedded Postgres', () => {
  it('is used by two processes at once, and stopped by the last one to leave', async () => {
    const dataDir = dataFolder();
    const first = await startUser(dataDir);
    const second = await startUser(dataDir);
    expect(second.url).toBe(first.url);
    await first.leave();
    expect(await answers(second.url)).toBe(true);
    await second.leave();
    expect(await answers(second.url)).toBe(false);
    expect(readPostmaster(join(dataDir, 'postgres'))).toBeUndefined();
  });

  it('is made once when several processes start on an empty folder at the same moment', async () => {
    const dataDir = dataFolder();
    const users = await Promise.all([1, 2, 3].map(() => startUser(dataDir)));
    const urls = new Set(users.map((user) => user.url));
    expect(urls.size).toBe(1);
    expect(await Promise.all([...urls].map(answers))).toEqual([true]);
    await Promise.all(users.map((user) => user.leave()));
    expect(readPostmaster(join(dataDir, 'postgres'))).toBeUndefined();
  });

  it('is there for whoever comes while the last one leaves', async () => {
    const dataDir = dataFolder();
    const visits = await Promise.all([1, 2, 3, 4].map(async () => {
      const answered: boolean[] = [];
      for (let round = 0; round < 6; round++) {
        const database = await openDatabase({ dataDir });
        answered.push(await answers(database.url));
        await database.close();
      }
      return answered;
    }));
    expect(visits.flat()).toEqual(Array.from({ length: 24 }, () => true));
    expect(readPostmaster(join(dataDir, 'postgres'))).toBeUndefined();
  });

  it('goes on when the process that started it is interrupted from its terminal, and is taken over by the next', async () => {
    const dataDir = dataFolder();
    const user = await startUser(dataDir);
    const before = readPostmaster(join(dataDir, 'postgres'));
    await user.kill('SIGINT');
    const database = await openDatabase({ dataDir });
    expect(readPostmaster(join(dataDir, 'postgres'))).toEqual(before);
    expect(await answers(database.url)).toBe(true);
    await database.close();
    expect(readPostmaster(join(dataDir, 'postgres'))).toBeUndefined();
  });

  it('closes once, however often that is asked', async () => {
    const dataDir = dataFolder();
    const [mine, other] = [await openDatabase({ dataDir }), await openDatabase({ dataDir })];
    await mine.close();
    await mine.close();
    expect(await answers(other.url)).toBe(true);
    await other.close();
  });
});

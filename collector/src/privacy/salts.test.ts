import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../../test/support/database.ts';
import { Salts } from './salts.ts';

const DAY = 86_400_000;

describe('salts', () => {
  let database: FreshDatabase;
  const now = Date.now();
  const today = new Date(now).toISOString().slice(0, 10);
  const bytes = (salts: Salts, day: string) => salts.peek(day)?.export().toString('hex');

  beforeAll(async () => { database = await freshDatabase(); });
  afterAll(() => database.drop());

  it('G12 is the same for two instances that meet at midnight, and another on each day', async () => {
    const tomorrow = new Date(now + DAY).toISOString().slice(0, 10);
    const instances = Array.from({ length: 5 }, () => new Salts(database.sql, () => now));
    await Promise.all(instances.map((salts) => salts.load([tomorrow, today])));
    expect(new Set(instances.map((salts) => bytes(salts, tomorrow))).size).toBe(1);
    expect(bytes(instances[0] as Salts, today)).not.toBe(bytes(instances[0] as Salts, tomorrow));
  });

  it('G12 is gone for good, from the table and from memory, once its day is past everywhere and one more day has gone', async () => {
    let clock = now;
    const salts = new Salts(database.sql, () => clock);
    await salts.load([today]);
    const before = bytes(salts, today);
    clock = now + 4 * DAY;
    await database.sql`update passerby.salts set day = day - 4`;
    await salts.renew();
    expect(await database.sql`select from passerby.salts where day < current_date - 2`).toHaveLength(0);
    expect(bytes(salts, today)).not.toBe(before);
  });

  it('gives a day long past the oldest salt that lives, and a day to come the newest', async () => {
    const salts = new Salts(database.sql, () => now);
    await salts.load(['2020-01-01', '2040-01-01']);
    const days = (await database.sql<{ day: string }[]>`select day from passerby.salts`).map((row) => row.day);
    expect(days).not.toContain('2020-01-01');
    expect(days).not.toContain('2040-01-01');
    expect(bytes(salts, '2020-01-01')).toBe(bytes(salts, '2019-06-01'));
    expect(bytes(salts, '2020-01-01')).not.toBe(bytes(salts, '2040-01-01'));
  });

  it('is made ahead, so that a midnight without a database finds one', async () => {
    const salts = new Salts(database.sql, () => now);
    await salts.renew();
    for (const time of [now, now + DAY]) expect(salts.peek(new Date(time).toISOString().slice(0, 10))).toBeDefined();
  });
});

import { setTimeout as delay } from 'node:timers/promises';
import { connect, type Sql } from '../connect.ts';
import { DatabaseError } from '../errors.ts';
import { NAME } from './home.ts';
import { stopPostmaster } from './postmaster.ts';
import { startEmbedded, type StartEmbeddedOptions } from './start-embedded.ts';

/** Any number: the advisory lock that every user of the server holds, shared, for as long as it uses it. */
const USERS = 7_217_366_018_302;

const ATTEMPTS = 20;

export interface Membership {
  /** Address of the database. */
  url: string;
  /** Leaves; the last one to leave stops the server. */
  leave(): Promise<void>;
}

/**
 * Uses the embedded Postgres of a home together with any other process that does.
 *
 * absent -> created -> running -> joined -> left (-> stopped, by the last one).
 *
 * Every user keeps one connection that holds the lock USERS shared. Whoever leaves gives it back and asks for it alone:
 * if that is granted nobody else is there, and nobody can join until the server is down. A process that was killed leaves
 * with its connection, so nothing can be stale. If the server goes away under us, we start it again and rejoin.
 */
export async function joinEmbedded(home: string, options: StartEmbeddedOptions): Promise<Membership> {
  let left = false;
  let rejoined = Promise.resolve();
  const onLost = (): void => {
    if (!left) rejoined = rejoin();
  };
  let member = await join(home, options, onLost);

  async function rejoin(): Promise<void> {
    for (let wait = 100; !left; wait = Math.min(wait * 2, 5000)) {
      try {
        member = await join(home, options, onLost);
        return;
      } catch (error) {
        options.onProgress?.(error instanceof Error ? error.message : String(error));
        await delay(wait);
      }
    }
  }

  return {
    url: member.url,
    async leave() {
      if (left) return;
      left = true;
      await rejoined;
      await leave(member.sql, home);
    },
  };
}

async function join(home: string, options: StartEmbeddedOptions, onLost: () => void): Promise<{ sql: Sql; url: string }> {
  for (let attempt = 1; ; attempt++) {
    const address = await startEmbedded(home, options);
    let joined = false;
    const sql = connect(address('postgres'), { max: 1, onClose: () => { if (joined) onLost(); } });
    try {
      await sql`select pg_advisory_lock_shared(${USERS}::bigint)`;
      await createDatabase(sql);
      joined = true;
      return { sql, url: address(NAME) };
    } catch (error) {
      await sql.end({ timeout: 0 });
      // The last user was just leaving: once the server is down we start it again.
      if (attempt === ATTEMPTS) throw new DatabaseError('start_failed', error instanceof Error ? error.message : '', error);
      await delay(50);
    }
  }
}

async function leave(sql: Sql, home: string): Promise<void> {
  try {
    await sql`select pg_advisory_unlock_shared(${USERS}::bigint)`;
    const [{ alone }] = await sql<[{ alone: boolean }]>`select pg_try_advisory_lock(${USERS}::bigint) as alone`;
    if (alone) await stopPostmaster(home);
  } catch {
    // The server is gone already.
  } finally {
    await sql.end({ timeout: 0 });
  }
}

async function createDatabase(sql: Sql): Promise<void> {
  const found = await sql`select from pg_database where datname = ${NAME}`;
  if (found.length > 0) return;
  try {
    await sql`create database ${sql(NAME)}`;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== '42P04' && code !== '23505') throw error;
  }
}

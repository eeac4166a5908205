import { join } from 'node:path';
import { connect } from './connect.ts';
import { joinEmbedded } from './embedded/join.ts';
import { DatabaseError } from './errors.ts';

export interface OpenDatabaseOptions {
  /** A Postgres of your own, 15 or newer. Without it, the embedded one. */
  databaseUrl?: string | undefined;
  /** Absolute path of the folder under which the embedded Postgres keeps its data, in `postgres/`. */
  dataDir: string;
  /** Called with a line for people when something takes a moment. */
  onProgress?: (message: string) => void;
}

export interface Database {
  /** Address to connect to. Holds a password: not for logs. */
  url: string;
  embedded: boolean;
  /** Says that this process is done with it. The last process to do so stops an embedded Postgres. May be called twice. */
  close(): Promise<void>;
}

/**
 * Finds a Postgres that answers: the one given, or the embedded one, which is made and started as needed and shared with
 * every other process that opened it.
 * @throws {DatabaseError} see DATABASE_ERRORS
 */
export async function openDatabase({ databaseUrl, dataDir, onProgress }: OpenDatabaseOptions): Promise<Database> {
  if (databaseUrl !== undefined) {
    await requireAnswer(databaseUrl);
    return { url: databaseUrl, embedded: false, close: () => Promise.resolve() };
  }
  const { url, leave } = await joinEmbedded(join(dataDir, 'postgres'), { durable: true, onProgress });
  return { url, embedded: true, close: leave };
}

async function requireAnswer(url: string): Promise<void> {
  if (!URL.canParse(url) || !/^postgres(ql)?:$/.test(new URL(url).protocol)) throw new DatabaseError('invalid_url');
  const sql = connect(url, { max: 1 });
  try {
    await sql`select 1`;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    // Class 28: wrong user or password. 3D000: no such database.
    throw new DatabaseError(/^28|^3D000/.test(code) ? 'login_refused' : 'unreachable', error instanceof Error ? error.message : '', error);
  } finally {
    await sql.end({ timeout: 1 });
  }
}

import { readFileSync, statSync } from 'node:fs';
import { DatabaseError } from '../errors.ts';

/** Whom Postgres runs as, where that is not the user of this process. */
export interface Account {
  uid: number;
  gid: number;
}

/**
 * Postgres refuses to run as root: then it runs as the owner of the data already there, else as `postgres` or `nobody`.
 * Answers undefined for an ordinary user, whose Postgres runs as that user.
 * @throws {DatabaseError} data_of_another_user, no_database_user
 */
export function databaseAccount(home: string): Account | undefined {
  const user = process.geteuid?.();
  const owner = statSync(home, { throwIfNoEntry: false });
  if (user !== 0) {
    if (owner && owner.uid !== user) throw new DatabaseError('data_of_another_user', home);
    return undefined;
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const account = findAccount('postgres') ?? findAccount('nobody');
  if (!account) throw new DatabaseError('no_database_user');
  return account;
}

function findAccount(name: string): Account | undefined {
  const line = readFileSync('/etc/passwd', 'utf8').split('\n').find((entry) => entry.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return Number(uid) > 0 ? { uid: Number(uid), gid: Number(gid) } : undefined;
}

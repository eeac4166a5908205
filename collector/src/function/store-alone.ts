import type { Sql } from '../db/connect.ts';
import { withDeadline } from '../ops/deadline.ts';
import { orUnavailable } from '../store/database-errors.ts';
import type { GroupCommit } from '../store/group-commit.ts';
import { storeCall } from '../store/store-call.ts';
import { storeGroup } from '../store/store-group.ts';

const DEADLINE_MS = 5_000;

/**
 * Makes each batch durable by itself, in one statement: for where requests come one by one and nothing runs between them.
 * What the database does not take is refused, and the sender keeps it; sent again, it only finds its own rows.
 */
export function storeAlone(sql: Sql): Pick<GroupCommit, 'add'> {
  return {
    async add(batch) {
      const stored = withDeadline(storeGroup(sql, storeCall([batch])), DEADLINE_MS, 'storing a batch');
      return (await orUnavailable(stored)).get(batch.number) ?? { accepted: 0, unstorable: [] };
    },
  };
}

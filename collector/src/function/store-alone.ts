import type { GroupCommit } from '../store/group-commit.ts';
import { withDeadline } from '../ops/deadline.ts';
import { codeOf, orUnavailable } from '../store/database-errors.ts';
import type { RenewablePool } from '../store/renewable-pool.ts';
import { storeCall } from '../store/store-call.ts';
import { storeGroup } from '../store/store-group.ts';

const DEADLINE_MS = 5_000;

/**
 * Makes each batch durable by itself, in one statement: for where requests come one by one and nothing runs between them.
 * What the database does not take is refused, and the sender keeps it; sent again, it only finds its own rows.
 */
export function storeAlone(pool: RenewablePool): Pick<GroupCommit, 'add'> {
  return {
    async add(batch) {
      const stored = withDeadline(storeGroup(pool.sql, storeCall([batch])), DEADLINE_MS, 'storing a batch').catch((error: unknown) => {
        // Whatever hangs on these connections has no answer to come.
        if (codeOf(error) === 'DEADLINE') pool.renew();
        throw error;
      });
      return (await orUnavailable(stored)).get(batch.number) ?? { accepted: 0, unstorable: [] };
    },
  };
}

import { describe, expect, it } from 'vitest';
import { GroupCommit } from './group-commit.ts';
import type { Outcome, PreparedBatch } from './prepared-batch.ts';

let lastNumber = 0;
const batch = (count = 1, size = 10): PreparedBatch => ({ number: ++lastNumber, record: 'x'.repeat(size), contexts: '', events: '', twins: '', count });

/** A store that commits when it is told to. */
function slowStore() {
  const groups: { batches: readonly PreparedBatch[]; commit: () => void; fail: (error: Error) => void }[] = [];
  const store = (batches: readonly PreparedBatch[]): Promise<Map<number, Outcome>> => new Promise((resolve, reject) => {
    groups.push({ batches, commit: () => resolve(new Map(batches.map(({ number, count }) => [number, { accepted: count, unstorable: [] }]))), fail: reject });
  });
  return { groups, store };
}

const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve); });

describe('group commit', () => {
  it('takes what arrives in one turn together, and what arrives meanwhile next', async () => {
    const { groups, store } = slowStore();
    const commits = new GroupCommit({ store });
    const first = [commits.add(batch()), commits.add(batch())];
    await turn();
    const second = [commits.add(batch()), commits.add(batch()), commits.add(batch())];
    await turn();
    expect(groups.map((group) => group.batches.length)).toEqual([2]);
    groups[0]?.commit();
    await Promise.all(first);
    await turn();
    expect(groups.map((group) => group.batches.length)).toEqual([2, 3]);
    groups[1]?.commit();
    await Promise.all(second);
  });

  it('answers nobody before the commit, and each with its own count', async () => {
    const { groups, store } = slowStore();
    const commits = new GroupCommit({ store });
    let answered = 0;
    const answers = [3, 5].map((count) => commits.add(batch(count)).then((outcome) => { answered += 1; return outcome.accepted; }));
    await turn();
    expect(answered).toBe(0);
    groups[0]?.commit();
    expect(await Promise.all(answers)).toEqual([3, 5]);
  });

  it('starts further writers, up to their number, for what would fill half a group', async () => {
    const { groups, store } = slowStore();
    const commits = new GroupCommit({ store, writers: 3, groupEvents: 10 });
    const all: Promise<Outcome>[] = [];
    for (let i = 0; i < 5; i += 1) {
      all.push(commits.add(batch(5)));
      await turn();
    }
    expect(groups.map((group) => group.batches.length)).toEqual([1, 1, 1]);
    for (let i = 0; i < groups.length; i += 1) {
      groups[i]?.commit();
      await turn();
      await turn();
    }
    await Promise.all(all);
    expect(groups.map((group) => group.batches.length)).toEqual([1, 1, 1, 2]);
  });

  it('tells everybody of a group that failed, and goes on', async () => {
    const { groups, store } = slowStore();
    const commits = new GroupCommit({ store });
    const failed = [commits.add(batch()), commits.add(batch())];
    await turn();
    groups[0]?.fail(new Error('away'));
    for (const one of failed) await expect(one).rejects.toThrow('away');
    const next = commits.add(batch());
    await turn();
    groups[1]?.commit();
    expect((await next).accepted).toBe(1);
  });

  it('refuses at once what its queue has no room for', async () => {
    const { groups, store } = slowStore();
    const commits = new GroupCommit({ store, writers: 1, waitingBytes: 100 });
    const first = commits.add(batch(1, 60));
    await turn();
    const waiting = [commits.add(batch(1, 60)), commits.add(batch(1, 60))];
    expect(commits.full).toBe(true);
    await expect(commits.add(batch())).rejects.toMatchObject({ code: 'overloaded', status: 503, retryAfter: 2 });
    groups[0]?.commit();
    await first;
    await turn();
    expect(commits.full).toBe(false);
    groups[1]?.commit();
    await Promise.all(waiting);
  });

  it('is drained when nothing waits and nothing is on its way', async () => {
    const { groups, store } = slowStore();
    const commits = new GroupCommit({ store });
    await commits.drained();
    const added = commits.add(batch());
    let drained = false;
    const end = commits.drained().then(() => { drained = true; });
    await turn();
    expect(drained).toBe(false);
    groups[0]?.commit();
    await Promise.all([added, end]);
    expect(drained).toBe(true);
  });
});

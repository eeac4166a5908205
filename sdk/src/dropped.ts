import type { Batch, DropReason } from '../../collector/src/contract/index.ts';
import { attempt } from './attempt.ts';
import { parse, stringify } from './browser.ts';
import { read, remove, write } from './storage.ts';

const KEY = 'dropped';

/** How many events were given up on, by reason. */
export type Drops = NonNullable<Batch['dropped']>;

/** What no acknowledged batch has reported yet. A stored copy outlives the page. */
let drops: Drops | undefined;

export const countDrops = (more: Drops | undefined): void => {
  for (const key in more) {
    const reason = key as DropReason;
    drops = drops || {};
    drops[reason] = (drops[reason] || 0) + more[reason]!;
    write(KEY, stringify(drops));
  }
};

/** Takes the counts for a batch. If it fails, give them back to {@link countDrops}; else call {@link forgetDrops}. */
export const takeDrops = (): Drops | undefined => {
  const taken = drops;
  drops = undefined;
  return taken;
};

export const forgetDrops = (): void => remove(KEY);

/** Takes over what an earlier page could not report. */
export const adoptDrops = (): void => countDrops(attempt(() => parse(read(KEY)!) as Drops));

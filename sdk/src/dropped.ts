import type { Batch } from '../../collector/src/contract/index.ts';
import { attempt } from './attempt.ts';
import { parse } from './browser.ts';
import { prefix, store } from './store.ts';

/** How many events were given up on, by reason, since the last batch that was acknowledged. Kept over a reload. */
export const drops = (): NonNullable<Batch['dropped']> => attempt(() => parse(store[prefix + 'dropped']!)) || {};

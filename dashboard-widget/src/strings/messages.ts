import type { enMore } from './en-more.ts';
import type { en } from './en.ts';

/** Every text of the panel. A host may replace any of them through `messages`. */
export type Messages = Record<keyof typeof en | keyof typeof enMore, string>;
export type MessageKey = keyof Messages;

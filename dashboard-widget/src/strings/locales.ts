import { en } from './en.ts';
import type { Messages } from './messages.ts';

/** Languages that the panel speaks by itself. */
export const LOCALES: Readonly<Record<string, Messages>> = { en };

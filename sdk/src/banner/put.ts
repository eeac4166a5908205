import { attempt } from '../attempt.ts';

/** Stores, where that is possible: not in a sandboxed frame, and not when storage is full or forbidden. */
export const put = (key: string, value: string): void => {
  attempt(() => (localStorage[key] = value));
};

import { attempt } from './attempt.ts';
import { consent } from './consent.ts';
import { settings } from './settings.ts';

/**
 * `localStorage`, one key per thing: `passerby:<site>:<key>`. It is touched only while consent is granted. Whatever it refuses,
 * or all where it is missing, forbidden or full, this page remembers by itself.
 */
export const prefix = (): string => `passerby:${settings.site}:`;

const memory = new Map<string, string>();

export const read = (key: string): string | undefined =>
  (consent == 'granted' && attempt(() => localStorage.getItem(prefix() + key))) || memory.get(key);

export const write = (key: string, value: string): void => {
  memory.set(key, value);
  if (consent == 'granted') attempt(() => localStorage.setItem(prefix() + key, value));
};

export const remove = (key: string): void => {
  memory.delete(key);
  attempt(() => localStorage.removeItem(prefix() + key));
};

/** The rest of each stored key that begins with `start`, in order. */
export const keys = (start: string): string[] =>
  attempt(() =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix() + start))
      .map((key) => key.slice((prefix() + start).length))
      .sort(),
  ) || [];

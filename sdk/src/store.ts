import { attempt } from './attempt.ts';

/** `localStorage`, used as the plain object that it also is. */
export type Store = Record<string, string>;

/** Each key is `passerby:<site>:<name>`. */
export let prefix: string;

/** Where things are kept: `localStorage` while consent is granted, else this page's memory. */
export let store: Store = {};

export const setPrefix = (site: string): unknown => (prefix = `passerby:${site}:`);

export const useStore = (next: Store): unknown => (store = next);

/** Fails quietly where storage is full. */
export const keep = (name: string, value: unknown): unknown => attempt(() => (store[prefix + name] = value as string));

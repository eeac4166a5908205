import { uuid } from './id.ts';
import { read, write } from './storage.ts';

/** The visitor's random id, shared by the tabs of a browser. */
export const visitor = (): string => {
  const id = read('visitor') || uuid();
  write('visitor', id);
  return id;
};

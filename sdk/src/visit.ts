import { uuid } from './id.ts';
import { VISIT_GAP_MS } from './limits.ts';
import { read, write } from './storage.ts';

/** The visit to which an event at `time` belongs: shared by tabs, ended by 30 minutes without an event. */
export const visit = (time: number): string => {
  const [id, last] = (read('visit') || '').split(' ');
  const current = id && time - Number(last) < VISIT_GAP_MS ? id : uuid();
  write('visit', `${current} ${time}`);
  return current;
};

import { put } from './put.ts';
import { purposes, site, type Choice } from './settings.ts';

/** Where the tracker keeps the decision. */
export const TRACKER_KEY = `passerby:${site}:consent`;

/** Tells the tracker, and leaves word for one that has not loaded yet. It follows `analytics`, else the first purpose. */
export const tellTracker = (choice: Choice): void => {
  const allowed = choice['analytics'] ?? choice[purposes[0]!];
  put(TRACKER_KEY, allowed ? 'granted' : 'denied');
  window.track?.consent?.(allowed ? 'grant' : 'deny');
};

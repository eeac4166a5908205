/** `@passerby/sdk/server`: events of a back end, with the promises of the browser's queue. */
export type { Outcome } from '../queue.ts';
export type { ServerOptions, ServerTrackOptions } from './options.ts';
export { createTracker, type ServerTracker } from './tracker.ts';

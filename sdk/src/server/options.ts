import type { DropReason, WireEvent } from '../../../collector/src/contract/index.ts';

/** For {@link createTracker}. */
export interface ServerOptions {
  /** Public key of the site (`pk_…`). */
  site: string;
  /** Its secret key (`sk_…`): with it, what is told of a person and their device is believed. Never in a browser. */
  secretKey: string;
  /** Origin of the collector. */
  api: string;
  /** A folder, made where it is missing, in which events wait: an event is written there before `track()` returns, and outlives a crash. Without it they wait in memory. */
  folder?: string;
  /** So many wait at the most; the oldest makes room. Default 10,000 in memory, 100,000 with a folder. */
  most?: number;
  /** Events are collected this long, in milliseconds, or until they are 100. Default 2,000. */
  flushMs?: number;
  /** The first wait after a failure lies between half of this and this; it doubles from one failure to the next, up to five minutes. Milliseconds, default 1,000. */
  retryMs?: number;
  /** A request without an answer is given up after this. Milliseconds, default 30,000. */
  requestMs?: number;
  /** Hears of each event that is given up on, and why. `rejected`: the collector has found fault with it. */
  onDrop?: (event: WireEvent | undefined, reason: DropReason | 'rejected') => void;
  /** Hears of failures that will be tried again: of the network, of the collector, of the disk. */
  onError?: (error: Error) => void;
}

/** Who did it, where, and when. Nothing of it is needed. */
export interface ServerTrackOptions {
  /** The person, by the platform's own id, never an e-mail address. */
  userId?: string;
  /** The person's plan. */
  plan?: string;
  /** The visitor's id, where the browser has told it to your server. */
  visitorId?: string;
  /** The visit's id, likewise. */
  visitId?: string;
  /** The page it belongs to. */
  url?: string;
  referrer?: string;
  /** Address of the person's device. Hashed by the collector, never stored. */
  clientAddress?: string;
  /** User agent of the person's device. */
  userAgent?: string;
  /** When it happened, if not now. */
  timestamp?: Date;
  /** UUIDv7 of the event. Tell one where the same thing may be reported twice: it is counted once. */
  id?: string;
}

import type { Context, WireEvent } from '../../collector/src/contract/index.ts';
import { document, location, navigator } from './browser.ts';
import { campaign } from './campaign.ts';
import { clip } from './clip.ts';
import { consent } from './consent.ts';
import { flatten } from './flatten.ts';
import { uuid } from './id.ts';
import { ACTOR_ID, TITLE, WORD } from './limits.ts';
import { redact } from './redact.ts';

declare const __VERSION__: string;

let user: string | undefined;
let referrer: string | undefined;
let shared: object = {};
let environment: Context | undefined;

/** Names the person who is logged in, by the platform's own id; nothing names nobody. Never an e-mail address. */
export const identify = (id?: string | number | null): void => {
  user = id == null ? undefined : clip(`${id}`, ACTOR_ID);
};

/** Adds properties to every event from now on. Those of a call win. */
export const set = (properties: object): void => {
  shared = { ...shared, ...flatten(properties) };
};

/** The page before this one, where this one was reached without loading. */
export const setReferrer = (address: string): void => {
  referrer = address;
};

/** An event as of now, but for the ids that need consent. */
export const makeEvent = (name: string, properties: object | undefined, address: string): WireEvent => ({
  id: uuid(),
  event: `${name}`,
  timestamp: new Date().toISOString(),
  actor: user && consent != 'anonymous' ? { type: 'user', user_id: user } : { type: 'visitor' },
  context: {
    url: redact(address),
    referrer: redact(referrer || document.referrer),
    title: clip(document.title, TITLE),
    ...campaign(address || location.href),
    ...(environment = environment || {
      screen: { width: screen.width | 0, height: screen.height | 0 },
      language: clip(navigator.language, WORD),
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      sdk: { name: 'passerby', version: __VERSION__ },
    }),
  },
  properties: flatten({ ...shared, ...flatten(properties || {}) }),
});

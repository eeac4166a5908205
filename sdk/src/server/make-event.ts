import type { WireEvent } from '../../../collector/src/contract/index.ts';
import { PROPERTY_STRING } from '../limits.ts';
import type { ServerTrackOptions } from './options.ts';
import { uuid } from './uuid.ts';

declare const __VERSION__: string | undefined;

const SDK = { name: 'passerby-server', version: typeof __VERSION__ === 'string' ? __VERSION__ : 'source' };

/** The event as it will be sent. */
export function makeEvent(event: string, properties: object | undefined, options: ServerTrackOptions): WireEvent {
  const { userId, plan, visitorId, visitId, url, referrer, clientAddress, userAgent, timestamp = new Date() } = options;
  return {
    id: options.id ?? uuid(timestamp.getTime()),
    event,
    timestamp: timestamp.toISOString(),
    actor: { type: userId === undefined ? (visitorId === undefined ? 'system' : 'visitor') : 'user', id: visitorId, user_id: userId, plan },
    context: { url, referrer, visit_id: visitId, client_address: clientAddress, user_agent: userAgent, sdk: SDK },
    properties: { ...properties },
  };
}

/** Its text. Strings are cut as the browser's tracker cuts them. Throws on what JSON cannot hold. */
export const textOf = (event: WireEvent): string =>
  JSON.stringify({ ...event, properties: Object.fromEntries(Object.entries(event.properties).map(([key, value]) => [key, typeof value === 'string' ? value.slice(0, PROPERTY_STRING) : value])) });

import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { DROP_REASONS } from './reasons.ts';

/** zod mirrors of the types in event.ts; contract.test.ts holds the two equal. Unknown keys are stripped: newer trackers may send more. What they are described with is published in the JSON Schema and the API's reference. */

const word = z.string().max(LIMITS.word);

export const eventId = z.uuidv7().describe('UUIDv7 made where the event happened; a resend has the same.');

export const eventName = z.string().max(LIMITS.eventName).regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/, 'is not snake_case or namespace.snake_case').describe('`snake_case` or `namespace.snake_case`.');

export const timestamp = z.iso.datetime({ offset: true }).describe('ISO 8601 with a zone, by the clock of the sender.');

export const actor = z.object({
  type: z.enum(['visitor', 'user', 'system']).describe('A browser on a published site, somebody who is logged in, or no person at all.'),
  id: z.string().min(1).max(LIMITS.actorId).optional().describe('Random id kept in the browser after opt-in; absent in anonymous mode.'),
  user_id: z.string().min(1).max(LIMITS.actorId).optional().describe('Your own id of who is logged in. Never an e-mail address.'),
  plan: z.string().max(LIMITS.plan).optional().describe('Plan of who is logged in; believed with a secret key only.'),
});

const utmValue = z.string().max(LIMITS.utm).optional();

export const context = z.object({
  url: z.string().max(LIMITS.url).optional().describe('Absolute http(s) address of the page.'),
  referrer: z.string().max(LIMITS.url).optional().describe('Absolute address of the page before, or of the site that linked here.'),
  title: z.string().max(LIMITS.title).optional(),
  visit_id: z.uuid().optional().describe('UUIDv7 of the visit; without it, a gap of 30 minutes starts a new one.'),
  utm: z.object({ source: utmValue, medium: utmValue, campaign: utmValue, term: utmValue, content: utmValue }).optional().describe('Campaign parameters of the page\'s address.'),
  click_id: word.optional().describe('Which click id the address had (`gclid`, `fbclid`), never its value.'),
  screen: z.object({ width: z.int().min(0).max(100_000), height: z.int().min(0).max(100_000) }).optional().describe('CSS pixels.'),
  language: word.optional().describe('BCP 47.'),
  time_zone: word.optional().describe('IANA zone of the device; the last resort for the country.'),
  sdk: z.object({ name: word, version: word }).optional().describe('What made the event.'),
  client_address: word.optional().describe('Address of the visitor\'s device, told by a back end; believed with a secret key only, never stored.'),
  user_agent: z.string().max(LIMITS.userAgent).optional().describe('User agent of the visitor\'s device, told by a back end; believed with a secret key only, never stored whole.'),
});

export const properties = z
  .record(
    z.string().min(1).max(LIMITS.propertyKey),
    z.union([z.string().max(LIMITS.propertyString), z.number(), z.boolean(), z.null()]),
  )
  .refine((value) => Object.keys(value).length <= LIMITS.properties, `at most ${LIMITS.properties} properties`)
  .describe(`Flat, at most ${LIMITS.properties}.`);

export const wireEvent = z.object({ id: eventId, event: eventName, timestamp, actor, context, properties });

/** The envelope alone. Its events are validated one by one, so that one bad event does not refuse its neighbours. */
export const envelope = z.object({
  site: z.string().min(1).max(LIMITS.word).describe('Public key of the site.'),
  sent_at: timestamp,
  events: z.array(z.unknown()),
  dropped: z.partialRecord(z.enum(DROP_REASONS), z.int().min(0).max(1_000_000)).optional().describe('Events that the tracker gave up on since its last acknowledged batch, by reason.'),
});

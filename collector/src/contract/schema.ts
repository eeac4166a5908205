import { z } from 'zod';
import { LIMITS } from './limits.ts';
import { DROP_REASONS } from './reasons.ts';

/** zod mirrors of the types in event.ts; contract.test.ts holds the two equal. Unknown keys are stripped: newer trackers may send more. */

const word = z.string().max(LIMITS.word);

export const eventId = z.uuidv7();

export const eventName = z.string().max(LIMITS.eventName).regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$/);

export const timestamp = z.iso.datetime({ offset: true });

export const actor = z.object({
  type: z.enum(['visitor', 'user', 'system']),
  id: z.string().min(1).max(LIMITS.actorId).optional(),
  user_id: z.string().min(1).max(LIMITS.actorId).optional(),
  plan: z.string().max(LIMITS.plan).optional(),
});

const utmValue = z.string().max(LIMITS.utm).optional();

export const context = z.object({
  url: z.string().max(LIMITS.url).optional(),
  referrer: z.string().max(LIMITS.url).optional(),
  title: z.string().max(LIMITS.title).optional(),
  visit_id: z.uuid().optional(),
  utm: z.object({ source: utmValue, medium: utmValue, campaign: utmValue, term: utmValue, content: utmValue }).optional(),
  click_id: word.optional(),
  screen: z.object({ width: z.int().min(0).max(100_000), height: z.int().min(0).max(100_000) }).optional(),
  language: word.optional(),
  time_zone: word.optional(),
  sdk: z.object({ name: word, version: word }).optional(),
  client_address: word.optional(),
  user_agent: z.string().max(LIMITS.userAgent).optional(),
});

export const properties = z
  .record(
    z.string().min(1).max(LIMITS.propertyKey),
    z.union([z.string().max(LIMITS.propertyString), z.number(), z.boolean(), z.null()]),
  )
  .refine((value) => Object.keys(value).length <= LIMITS.properties, `at most ${LIMITS.properties} properties`);

export const wireEvent = z.object({ id: eventId, event: eventName, timestamp, actor, context, properties });

/** The envelope alone. Its events are validated one by one, so that one bad event does not refuse its neighbours. */
export const envelope = z.object({
  site: z.string().min(1).max(LIMITS.word),
  sent_at: timestamp,
  events: z.array(z.unknown()),
  dropped: z.partialRecord(z.enum(DROP_REASONS), z.int().min(0).max(1_000_000)).optional(),
});

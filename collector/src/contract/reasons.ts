/** The closed lists of reasons. Nothing is dropped or refused for a reason that is not here, and each is counted. */

/** Why one event of an otherwise readable batch was not stored. */
export const REJECT_REASONS = [
  'invalid_event', // not an object, or a required field is missing
  'invalid_id', // not a UUIDv7
  'invalid_name', // not snake_case or namespace.snake_case, or too long
  'invalid_timestamp', // not ISO 8601 with a zone, or no time a calendar knows
  'invalid_actor',
  'invalid_context',
  'invalid_properties', // nested, too many, too long, or not a finite number
  'too_large', // over LIMITS.eventBytes
  'too_old', // over LIMITS.acceptedAgeMs
  'unstorable', // the database refused this row, and only this row
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** Why the tracker gave up on an event before it was acknowledged. */
export const DROP_REASONS = [
  'queue_full', // the oldest made room
  'expired', // older than LIMITS.queueAgeMs
  'too_large', // the collector answered 413 to this event alone
  'refused', // the collector answered with a lasting 4xx
  'corrupt', // what storage held was no event
  'unserializable', // track() was given what JSON cannot hold
] as const;
export type DropReason = (typeof DROP_REASONS)[number];

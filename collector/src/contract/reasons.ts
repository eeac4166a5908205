/** The closed lists of reasons. Nothing is dropped or refused for a reason that is not here, and each is counted. */

/** Why one event of an otherwise readable batch was not stored. */
export const REJECT_REASONS = [
  'invalid_event', 'invalid_id', 'invalid_name', 'invalid_timestamp', 'invalid_actor', 'invalid_context', 'invalid_properties', 'too_large', 'too_old', 'unstorable',
] as const;
export type RejectReason = (typeof REJECT_REASONS)[number];

/** For people; docs/reference/errors.md is made of these. */
export const REJECT_MEANINGS: Readonly<Record<RejectReason, string>> = {
  invalid_event: 'It is not an object, or lacks a required field.',
  invalid_id: 'Its id is not a UUIDv7.',
  invalid_name: 'Its name is not `snake_case` or `namespace.snake_case`, or is too long.',
  invalid_timestamp: 'Its time is not ISO 8601 with a zone, or no time that a calendar knows.',
  invalid_actor: 'Its actor is not what the schema says, or a user id is an e-mail address.',
  invalid_context: 'Its context is not what the schema says.',
  invalid_properties: 'Its properties are nested, too many, too long, or hold a number that is not finite.',
  too_large: 'It is larger than one event may be.',
  too_old: 'It happened longer ago than events are accepted.',
  unstorable: 'The database refused this row, and only this row; it is kept for 30 days in `rejected_events`.',
};

/** Why the tracker gave up on an event before it was acknowledged. */
export const DROP_REASONS = ['queue_full', 'expired', 'too_large', 'refused', 'corrupt', 'unserializable'] as const;
export type DropReason = (typeof DROP_REASONS)[number];

/** For people; docs/reference/errors.md is made of these. */
export const DROP_MEANINGS: Readonly<Record<DropReason, string>> = {
  queue_full: 'The queue was full, and the oldest made room.',
  expired: 'It waited longer than the queue keeps events.',
  too_large: 'The collector answered 413 to this event alone.',
  refused: 'The collector answered with a lasting 4xx.',
  corrupt: 'What the browser’s storage held was no event.',
  unserializable: '`track()` was given what JSON cannot hold.',
};

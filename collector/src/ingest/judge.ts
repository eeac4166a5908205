import { LIMITS, type RejectReason, type WireEvent } from '../contract/index.ts';
import { validateEvent } from '../contract/validate.ts';
import { hasEmail, withoutEmails } from '../privacy/without-emails.ts';
import { importedEventTime, liveEventTime } from './event-time.ts';
import type { Sender } from './sender.ts';
import { isTooLarge } from './too-large.ts';

/** An event that can be stored, and when it happened; or why it cannot. */
export type Judged =
  | { ok: true; event: WireEvent; told: number; time: number }
  | { ok: false; reason: RejectReason; detail: string };

/**
 * Judges one event by itself: form, size, time, and that it names nobody by an e-mail address.
 * @returns `told`: the event's own timestamp, `time`: when it happened by our clock; both in ms. `detail` holds no value of the event.
 */
export function judge(input: unknown, bodyBytes: number, { origin, skew, receivedAt }: Sender): Judged {
  const validated = validateEvent(input);
  if (!validated.ok) return validated;
  const { event } = validated;
  if (isTooLarge(event, bodyBytes)) return { ok: false, reason: 'too_large', detail: `over ${LIMITS.eventBytes} bytes` };
  // The platform's own id of a user; a hash in its place would make two users of one who is told both ways.
  if (event.actor.user_id !== undefined && hasEmail(event.actor.user_id)) return { ok: false, reason: 'invalid_actor', detail: 'user_id is an e-mail address; send an id of your own' };
  const told = Date.parse(event.timestamp);
  const time = origin === 'import' ? importedEventTime(told, receivedAt) : liveEventTime(told, skew, receivedAt);
  if (time === undefined) return { ok: false, reason: origin === 'import' ? 'invalid_timestamp' : 'too_old', detail: 'outside of the accepted time' };
  return { ok: true, event: withoutEmails(event), told, time };
}

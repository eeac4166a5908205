import { z } from 'zod';
import { LIMITS, ProblemError, type Batch } from '../contract/index.ts';
import { issueWords } from '../contract/issue-words.ts';
import { envelope } from '../contract/schema.ts';

const compiled = z.compile(envelope);

export type Envelope = Omit<Batch, 'events'> & { events: unknown[] };

/**
 * Reads what surrounds the events.
 * @throws {ProblemError} malformed_batch, too_many_events
 */
export function readEnvelope(body: unknown): Envelope {
  const result = compiled.safeParse(body, { error: issueWords });
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new ProblemError('malformed_batch', `The body needs \`site\`, \`sent_at\` and \`events\`, as the published schema says. ${issue?.path.join('.') || 'The body'}: ${issue?.message ?? 'is not understood'}.`);
  }
  if (result.data.events.length > LIMITS.events) throw new ProblemError('too_many_events');
  return result.data;
}

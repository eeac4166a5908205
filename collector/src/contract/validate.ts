import { z } from 'zod';
import type { WireEvent } from './event.ts';
import { issueWords } from './issue-words.ts';
import { LIMITS } from './limits.ts';
import type { RejectReason } from './reasons.ts';
import { wireEvent } from './schema.ts';

/** Which reason a fault in each field stands for. */
const REASON: Record<string, RejectReason> = {
  id: 'invalid_id',
  event: 'invalid_name',
  timestamp: 'invalid_timestamp',
  actor: 'invalid_actor',
  context: 'invalid_context',
  properties: 'invalid_properties',
};

const compiled = z.compile(wireEvent);

export type Validated = { ok: true; event: WireEvent } | { ok: false; reason: RejectReason; detail: string };

/** Checks one event of a batch. Unknown keys are stripped; the first fault in the order of the fields gives the reason. */
export function validateEvent(input: unknown): Validated {
  if (hasTooManyProperties(input)) return { ok: false, reason: 'invalid_properties', detail: `properties: more than ${LIMITS.properties}` };
  const result = compiled.safeParse(input, { error: issueWords });
  if (result.success) return { ok: true, event: result.data };
  const issue = result.error.issues[0];
  const field = issue?.path[0];
  const reason = (typeof field === 'string' && REASON[field]) || 'invalid_event';
  return { ok: false, reason, detail: input === undefined ? 'is no JSON' : `${issue?.path.join('.') || 'the event'}: ${issue?.message ?? 'is not understood'}` };
}

/** Counted first, and no further than the limit: to judge 100,000 keys one by one would take a tenth of a second. */
function hasTooManyProperties(input: unknown): boolean {
  const properties = typeof input === 'object' && input !== null && 'properties' in input ? input.properties : undefined;
  if (typeof properties !== 'object' || properties === null) return false;
  let count = 0;
  for (const _ in properties) if (++count > LIMITS.properties) return true;
  return false;
}

import { z } from 'zod';
import type { WireEvent } from './event.ts';
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
  const result = compiled.safeParse(input);
  if (result.success) return { ok: true, event: result.data };
  const issue = result.error.issues[0];
  const field = issue?.path[0];
  const reason = (typeof field === 'string' && REASON[field]) || 'invalid_event';
  return { ok: false, reason, detail: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not understood'}` };
}

import { z } from 'zod';
import { envelope, wireEvent } from './schema.ts';

/** The published JSON Schema of a batch, generated from the zod schemas, so that the two cannot differ. */
export function batchJsonSchema(): Record<string, unknown> {
  const batch = envelope.extend({ events: z.array(wireEvent) });
  const schema = z.toJSONSchema(batch, { io: 'input', reused: 'inline' });
  return { $id: 'passerby-batch-v1', title: 'Body of POST /api/track', ...schema };
}

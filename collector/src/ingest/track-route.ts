import type { FastifyPluginAsync } from 'fastify';
import { ProblemError, type Ack } from '../contract/index.ts';
import type { IngestMeter } from '../ops/ingest-meter.ts';
import type { Salts } from '../privacy/salts.ts';
import { orUnavailable } from '../store/database-errors.ts';
import type { GroupCommit } from '../store/group-commit.ts';
import type { Outcome } from '../store/prepared-batch.ts';
import type { ParsedBody } from './body-parsers.ts';
import { readEnvelope } from './envelope.ts';
import { prepare, type Prepared } from './prepare.ts';
import { senderOf, type SenderDeps } from './sender-of.ts';
import type { SiteLimit } from './site-limit.ts';

export interface TrackDeps extends SenderDeps {
  salts: Salts;
  commits: GroupCommit;
  siteLimit: SiteLimit;
  meter: IngestMeter;
  /** ms since 1970 */
  now: () => number;
}

/** `POST /api/track`: takes a batch, and answers 202 once everything in it that can be stored is. */
export function trackRoute(deps: TrackDeps): FastifyPluginAsync {
  return async (app) => {
    app.post<{ Body: ParsedBody | undefined }>('/api/track', async (request, reply) => {
      const receivedAt = deps.now();
      if (request.body === undefined) throw new ProblemError('malformed_json', 'There is no body.');
      const batch = readEnvelope(request.body.json);
      const sender = await senderOf(request, batch, receivedAt, deps);
      deps.siteLimit.take(sender.site.siteId, batch.events.length);
      const prepared = await orUnavailable(prepare(batch, request.body.bytes, sender, deps.salts, deps.locate));
      const ack = acknowledge(prepared, await deps.commits.add(prepared.batch));
      deps.meter.acknowledged(ack, deps.now() - receivedAt);
      return reply.code(202).send(ack);
    });
  };
}

function acknowledge({ batch, origins, rejected }: Prepared, { accepted, unstorable }: Outcome): Ack {
  return {
    accepted,
    duplicates: batch.count - accepted - unstorable.length,
    rejected: [
      ...rejected.map(({ index, id, reason }) => ({ index, id, reason })),
      ...unstorable.map((position) => ({ index: origins[position]?.index ?? 0, id: origins[position]?.id ?? null, reason: 'unstorable' as const })),
    ],
  };
}

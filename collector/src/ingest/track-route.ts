import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { ProblemError } from '../contract/index.ts';
import type { IngestMeter } from '../ops/ingest-meter.ts';
import type { GroupCommit } from '../store/group-commit.ts';
import type { ParsedBody } from './body-parsers.ts';
import { takeBatch, type TakeDeps } from './take-batch.ts';

export interface TrackDeps extends TakeDeps<FastifyRequest> {
  commits: GroupCommit;
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
      const ack = await takeBatch(request, request.body, receivedAt, deps);
      deps.meter.acknowledged(ack, deps.now() - receivedAt);
      return reply.code(202).send(ack);
    });
  };
}

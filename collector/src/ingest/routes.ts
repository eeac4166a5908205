import type { FastifyPluginAsync } from 'fastify';
import { ProblemError } from '../contract/index.ts';
import { RETRY_AFTER } from '../store/group-commit.ts';
import { addBodyParsers } from './body-parsers.ts';
import { consentRoute } from './consent-route.ts';
import { allowCrossOrigin } from './cors.ts';
import { pixelRoute } from './pixel-route.ts';
import { limitRate } from './rate-limit.ts';
import type { ConsentDeps } from './take-consent.ts';
import { trackRoute, type TrackDeps } from './track-route.ts';

export interface IngestDeps extends TrackDeps, ConsentDeps {
  /** Requests a minute from one network. */
  rateLimit: number;
  /** True once the process is on its way out. */
  stopping?: (() => boolean) | undefined;
}

/** Everything that comes from visitors' browsers and from servers that speak for them. */
export function ingestRoutes(deps: IngestDeps): FastifyPluginAsync {
  return async (app) => {
    allowCrossOrigin(app);
    addBodyParsers(app);
    app.addHook('onRequest', (_request, _reply, done) => done(refusal(deps)));
    app.addHook('onError', (_request, _reply, error, done) => {
      deps.meter.failed(error instanceof ProblemError ? error.code : 'internal');
      done();
    });
    await limitRate(app, deps.rateLimit, deps.addressOf);
    await app.register(trackRoute(deps));
    await app.register(consentRoute(deps));
    await app.register(pixelRoute(deps));
  };
}

/** Why nothing can be taken now: better said before a body is read. */
function refusal({ stopping, commits }: IngestDeps): ProblemError | undefined {
  if (stopping?.()) return new ProblemError('shutting_down', undefined, RETRY_AFTER);
  return commits.full ? new ProblemError('overloaded', undefined, RETRY_AFTER) : undefined;
}

import type { FastifyPluginAsync } from 'fastify';
import type { ParsedBody } from './body-parsers.ts';
import { takeConsent, type ConsentDeps } from './take-consent.ts';

/** `POST /api/consent`: 204 when the proof of a decision is stored. */
export function consentRoute(deps: ConsentDeps): FastifyPluginAsync {
  return async (app) => {
    app.post<{ Body: ParsedBody | undefined }>('/api/consent', async (request, reply) => {
      await takeConsent(request, request.body?.json, deps);
      return reply.code(204).send();
    });
  };
}

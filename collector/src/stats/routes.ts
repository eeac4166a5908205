import type { FastifyPluginAsync } from 'fastify';
import { answers, type StatsDeps } from './question.ts';
import { reports } from './reports.ts';

/** `GET /api/stats/{site}/{report}`, for whoever brings a token, from any origin: there are no cookies. */
export function statsRoutes(deps: StatsDeps): FastifyPluginAsync {
  const answer = answers(deps);

  return async (app) => {
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers({
        'access-control-allow-origin': '*', 'access-control-expose-headers': 'etag, retry-after',
        'cache-control': 'private, no-cache', vary: 'authorization',
      });
    });
    app.options('/api/stats/*', async (_request, reply) => {
      reply.headers({
        'access-control-allow-methods': 'GET', 'access-control-allow-headers': 'authorization, if-none-match', 'access-control-max-age': '86400',
      });
      return reply.code(204).send();
    });

    for (const [name, report] of Object.entries(reports(deps.sql))) app.get(`/api/stats/:site/${name}`, answer(report));
  };
}

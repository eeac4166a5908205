import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { matches } from './etag.ts';
import { asking, type StatsDeps } from './question.ts';
import { reports } from './reports.ts';

/** `GET /api/stats/{site}/{report}`, for whoever brings a token, from any origin: there are no cookies. */
export function statsRoutes(deps: StatsDeps): FastifyPluginAsync {
  const ask = asking(deps);

  return async (app) => {
    app.addHook('onRequest', async (_request, reply) => {
      reply.headers({
        'access-control-allow-origin': '*', 'access-control-expose-headers': 'etag, retry-after, content-disposition',
        'cache-control': 'private, no-cache', vary: 'authorization',
      });
    });
    app.options('/api/stats/*', async (_request, reply) => {
      reply.headers({
        'access-control-allow-methods': 'GET, POST, PUT, DELETE', 'access-control-allow-headers': 'authorization, content-type, if-none-match', 'access-control-max-age': '86400',
      });
      return reply.code(204).send();
    });

    for (const [name, report] of Object.entries(reports(deps.sql))) {
      app.get(`/api/stats/:site/${name}`, async (request: FastifyRequest, reply: FastifyReply) => {
        const { site } = request.params as { site: string };
        const { etag, answer } = await ask(name, report, { site, authorization: request.headers.authorization, query: request.query });
        reply.header('etag', etag);
        return matches(request.headers['if-none-match'], etag) ? reply.code(304).send() : answer();
      });
    }
  };
}

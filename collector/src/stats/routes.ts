import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { openToAnyOrigin } from '../api/cross-origin.ts';
import { exportRoute } from './export/route.ts';
import { matches } from './etag.ts';
import { asking, type StatsDeps } from './question.ts';
import { reports } from './reports.ts';

/** `GET /api/stats/{site}/{report}`, for whoever brings a token, from any origin: there are no cookies. */
export function statsRoutes(deps: StatsDeps): FastifyPluginAsync {
  const ask = asking(deps);

  return async (app) => {
    openToAnyOrigin(app, '/api/stats');
    exportRoute(app, deps);
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

import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { openToAnyOrigin } from '../api/cross-origin.ts';
import { ALL_SITES } from '../auth/open-sites.ts';
import { exportRoute } from './export/route.ts';
import { matches } from './etag.ts';
import { asking, type StatsDeps } from './question.ts';
import { reports } from './reports.ts';

/** `GET /api/stats/{site}/{report}`, `all` standing for every site of the token, and `GET /api/stats/sites`, for whoever brings a token, from any origin: there are no cookies. */
export function statsRoutes(deps: StatsDeps): FastifyPluginAsync {
  const ask = asking(deps);

  return async (app) => {
    openToAnyOrigin(app, '/api/stats');
    exportRoute(app, deps);
    for (const [name, report] of Object.entries(reports(deps.sql))) {
      const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
        const { site = ALL_SITES } = request.params as { site?: string };
        const { etag, answer } = await ask(name, report, { site, authorization: request.headers.authorization, query: request.query });
        reply.header('etag', etag);
        return matches(request.headers['if-none-match'], etag) ? reply.code(304).send() : answer();
      };
      app.get(`/api/stats/:site/${name}`, handle);
      // The overview is of all sites, and needs not say so.
      if (name === 'sites') app.get('/api/stats/sites', handle);
    }
  };
}

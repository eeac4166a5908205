import type { FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { openToAnyOrigin } from '../api/cross-origin.ts';
import { ALL_SITES } from '../auth/open-sites.ts';
import { exportRoute } from './export/route.ts';
import { DeadlineError, withDeadline } from '../ops/deadline.ts';
import { matches } from './etag.ts';
import { asking, type StatsDeps } from './question.ts';
import { reports } from './reports.ts';

/** Milliseconds after which the database is taken not to answer: by then it should have given up itself. */
const DEADLINE_MS = 35_000;

/** `GET /api/stats/{site}/{report}`, `all` standing for every site of the token, and `GET /api/stats/sites`, for whoever brings a token, from any origin: there are no cookies. */
export function statsRoutes(deps: StatsDeps): FastifyPluginAsync {
  const ask = asking(deps);
  const { deadlineMs = DEADLINE_MS, onHang } = deps;
  const soon = <T>(work: Promise<T>): Promise<T> => withDeadline(work, deadlineMs, 'an answer').catch((error: unknown) => {
    if (error instanceof DeadlineError) onHang?.();
    throw error;
  });

  return async (app) => {
    openToAnyOrigin(app, '/api/stats');
    exportRoute(app, deps);
    for (const [name, report] of Object.entries(reports(deps.sql))) {
      const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
        const { site = ALL_SITES } = request.params as { site?: string };
        const { etag, answer } = await soon(ask(name, report, { site, authorization: request.headers.authorization, query: request.query }));
        if (matches(request.headers['if-none-match'], etag)) return reply.header('etag', etag).code(304).send();
        const answered = await soon(answer());
        reply.header('etag', etag);
        return answered;
      };
      app.get(`/api/stats/:site/${name}`, handle);
      // The overview is of all sites, and needs not say so.
      if (name === 'sites') app.get('/api/stats/sites', handle);
    }
  };
}

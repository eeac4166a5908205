import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { LIMITS, ProblemError, type WireEvent } from '../contract/index.ts';
import type { TrackDeps } from './track-route.ts';
import { allowsOrigin } from '../sites/origin.ts';
import type { Site } from '../sites/site.ts';
import { orUnavailable } from '../store/database-errors.ts';
import { prepare } from './prepare.ts';
import { browserDevice } from './sender-of.ts';

/** One transparent pixel. */
const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/**
 * `GET /api/track.gif?site=KEY`, for `<noscript>`: a page view of the page that shows the picture. Without a script nobody can
 * opt in, so only a site in anonymous mode counts it, and not for a browser that asks not to be (Sec-GPC, DNT).
 */
export function pixelRoute(deps: TrackDeps): FastifyPluginAsync {
  return async (app) => {
    app.get<{ Querystring: Record<string, unknown> }>('/api/track.gif', async (request, reply) => {
      const key = request.query['site'];
      const site = typeof key === 'string' ? await orUnavailable(deps.sites.find(key.slice(0, LIMITS.word))) : null;
      if (!site) throw new ProblemError('unknown_site');
      if (site.consent === 'anonymous' && !asksNotTo(request)) await countView(request, site, deps);
      return reply.headers({ 'cache-control': 'no-store', 'cross-origin-resource-policy': 'cross-origin' }).type('image/gif').send(GIF);
    });
  };
}

function asksNotTo({ headers }: FastifyRequest): boolean {
  return headers['sec-gpc'] === '1' || headers['dnt'] === '1';
}

async function countView(request: FastifyRequest, site: Site, deps: TrackDeps): Promise<void> {
  const { referer } = request.headers;
  const page = referer !== undefined && referer.length <= LIMITS.url ? URL.parse(referer) : null;
  if (page && !allowsOrigin(site, page.origin)) throw new ProblemError('origin_not_allowed');
  const receivedAt = deps.now();
  const event: WireEvent = {
    id: uuidv7(),
    event: 'page_view',
    timestamp: new Date(receivedAt).toISOString(),
    actor: { type: 'visitor' },
    context: page ? { url: page.origin + page.pathname } : {},
    properties: {},
  };
  const sender = { site, origin: 'browser' as const, receivedAt, skew: 0, device: browserDevice(request, deps) };
  const { batch } = await orUnavailable(prepare({ events: [event] }, LIMITS.word, sender, deps.salts, deps.locate));
  await deps.commits.add(batch);
}

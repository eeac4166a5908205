import type { FastifyPluginAsync } from 'fastify';
import type { VerifyToken } from '../auth/token-verifier.ts';
import type { WireEvent } from '../contract/index.ts';
import type { Sql } from '../db/connect.ts';
import { accessRoute } from './access-route.ts';
import { openToAnyOrigin } from './cross-origin.ts';
import { definitionRoutes } from './definition-routes.ts';
import { privacyRoutes } from './privacy-routes.ts';
import { shareRoutes } from './share-routes.ts';
import { usageRoute } from './usage-route.ts';

export interface ApiDeps {
  sql: Sql;
  verify: VerifyToken;
  now: () => Date;
  /** How browsers reach the collector, without a slash at the end. */
  publicUrl: () => string;
  /** Stores events on the platform's own site. */
  record: (events: WireEvent[]) => Promise<void>;
}

/** What the panel needs besides figures: what it may ask, links to share them, and where to tell how it is used. */
export function apiRoutes(deps: ApiDeps): FastifyPluginAsync {
  return async (app) => {
    openToAnyOrigin(app, '/api/sites');
    accessRoute(app, deps);
    definitionRoutes(app, deps);
    shareRoutes(app, deps);
    privacyRoutes(app, deps);
    usageRoute(app, deps);
  };
}

import type { FastifyInstance } from 'fastify';
import { openScope } from '../auth/open-sites.ts';
import { MAY_ASK } from '../auth/roles.ts';
import type { Access } from '../contract/index.ts';
import { listPlans } from '../plans/list-plans.ts';
import { UNLIMITED } from '../plans/unlimited.ts';
import type { ApiDeps } from './routes.ts';

/** `GET /api/stats/{site}/access`: what whoever asks may ask, so that a panel can show what is not included. */
export function accessRoute(app: FastifyInstance, { sql, verify, now }: ApiDeps): void {
  app.get<{ Params: { site: string } }>('/api/stats/:site/access', async (request, _reply): Promise<Access> => {
    const opened = await openScope(sql, request.params.site, request.headers.authorization, verify, now());
    const { reader } = opened;
    const { history_days, intervals, dimensions, export: exporting, funnels, goals, share_links } = reader.plan ?? UNLIMITED;
    const plans = await listPlans(sql);
    return {
      role: reader.role,
      plan: reader.plan?.plan ?? null,
      allows: { history_days, intervals, dimensions, export: exporting, funnels, goals, share_links },
      // What is managed belongs to one site.
      may: { manage: 'site' in opened && MAY_ASK['manage']!.includes(reader.role) },
      plans: plans.map(({ plan, name }) => ({ plan, name })),
    };
  });
}

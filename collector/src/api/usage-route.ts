import type { FastifyInstance } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import { ALL_SITES, openScope } from '../auth/open-sites.ts';
import { requireRole } from '../auth/reader.ts';
import { MAY_ASK } from '../auth/roles.ts';
import { LIMITS, USAGE_EVENTS } from '../contract/index.ts';
import { parseBody } from './parse-body.ts';
import type { ApiDeps } from './routes.ts';

const MOST_PROPERTIES = 20;
const properties = z.record(z.string().min(1).max(LIMITS.propertyKey), z.union([z.string().max(200), z.number(), z.boolean(), z.null()]))
  .refine((value) => Object.keys(value).length <= MOST_PROPERTIES, `at most ${MOST_PROPERTIES} properties`);

export const usage = z.strictObject({ event: z.enum(USAGE_EVENTS), properties: properties.default({}) });

/** `POST /api/stats/{site}/usage`: how panels are used, as events of the platform's own site. Whose panel it was is ours to say, not the page's. */
export function usageRoute(app: FastifyInstance, { sql, verify, now, record }: ApiDeps): void {
  app.post<{ Params: { site: string } }>('/api/stats/:site/usage', async (request, reply) => {
    const at = now();
    const opened = await openScope(sql, request.params.site, request.headers.authorization, verify, at);
    const { reader } = opened;
    requireRole(reader, MAY_ASK['usage']!);
    const { event, properties: told } = parseBody(usage, request.body);
    await record([{
      id: uuidv7(), event, timestamp: at.toISOString(),
      // An id that is an address names a person, and the way in would refuse it.
      actor: reader.owner === undefined || reader.owner.includes('@') ? { type: 'user' } : { type: 'user', user_id: reader.owner },
      context: {}, properties: { ...told, site: 'site' in opened ? opened.site.key : ALL_SITES, role: reader.role },
    }]);
    return reply.code(202).send();
  });
}

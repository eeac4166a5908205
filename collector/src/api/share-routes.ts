import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { openSite } from '../auth/open-site.ts';
import { requireRole, type Opened } from '../auth/reader.ts';
import { MAY_ASK } from '../auth/roles.ts';
import { addShareLink, newShareLink, removeShareLink, shareLinksOf } from '../auth/share-links.ts';
import { ProblemError, type CreatedShareLink, type ShareLinks } from '../contract/index.ts';
import { permit } from '../plans/permit.ts';
import { shareLinks } from '../plans/wishes.ts';
import { parseBody } from './parse-body.ts';
import type { ApiDeps } from './routes.ts';

interface Request {
  params: { site: string };
  headers: { authorization?: string | undefined };
}

/** `GET|POST /api/sites/{site}/shares`, `DELETE …/shares/{id}`: the links of a site, for whoever manages it. */
export function shareRoutes(app: FastifyInstance, { sql, verify, now, publicUrl }: ApiDeps): void {
  const path = '/api/sites/:site/shares';

  async function manage({ params, headers }: Request): Promise<Opened> {
    const opened = await openSite(sql, params.site, headers.authorization, verify, now());
    requireRole(opened.reader, MAY_ASK['manage']!);
    return opened;
  }

  app.get<{ Params: { site: string } }>(path, async (request, _reply): Promise<ShareLinks> => {
    const { site } = await manage(request);
    return { shares: await shareLinksOf(sql, site.siteId, now()) };
  });

  app.post<{ Params: { site: string } }>(path, async (request, reply): Promise<CreatedShareLink> => {
    const { site, reader } = await manage(request);
    await permit(sql, reader.plan, [shareLinks]);
    const body = parseBody(newShareLink, request.body);
    if (body.expires_at !== undefined && Date.parse(body.expires_at) <= now().getTime()) throw new ProblemError('invalid_body', 'expires_at: is in the past.');
    const link = await addShareLink(sql, site, body, publicUrl());
    if (!link) throw new ProblemError('invalid_body', 'The site has a hundred links. Delete one that is not used.');
    reply.code(201);
    return link;
  });

  app.delete<{ Params: { site: string; id: string } }>(`${path}/:id`, async (request, reply) => {
    const { site } = await manage(request);
    const { success, data } = z.uuid().safeParse(request.params.id);
    if (!success || !await removeShareLink(sql, site.siteId, data)) throw new ProblemError('not_found', 'This site has no such link.');
    return reply.code(204).send();
  });
}

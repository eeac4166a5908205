import { createHmac, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsync } from 'fastify';
import { z } from 'zod';
import { PAGE_HEADERS } from '../api/pages.ts';
import type { Sql } from '../db/connect.ts';
import { removeDigest } from './manage.ts';

const PATH = '/digest/unsubscribe';

/** What ends a digest without logging in: its id, and proof that the link is ours. */
export function unsubscribeUrl(publicUrl: string, secret: string, digestId: string): string {
  return `${publicUrl}${PATH}?id=${digestId}&key=${keyOf(secret, digestId)}`;
}

function keyOf(secret: string, digestId: string): string {
  return createHmac('sha256', secret).update(`unsubscribe ${digestId}`).digest('base64url');
}

const link = z.object({ id: z.uuid(), key: z.string() });

/** `GET` asks, since mail programs open links by themselves; `POST` ends it, from the page or by one click in a mail program (RFC 8058). */
export function unsubscribeRoutes({ sql, secret }: { sql: Sql; secret: string }): FastifyPluginAsync {
  function digestOf(query: unknown): string | undefined {
    const { success, data } = link.safeParse(query);
    if (!success) return undefined;
    const [given, wanted] = [Buffer.from(data.key), Buffer.from(keyOf(secret, data.id))];
    return given.length === wanted.length && timingSafeEqual(given, wanted) ? data.id : undefined;
  }

  return async (app) => {
    // The body says nothing that the address does not.
    app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: 1_024 }, (_request, _body, done) => done(null, undefined));
    app.addHook('onRequest', (_request, reply, done) => {
      reply.headers({
        ...PAGE_HEADERS, 'cache-control': 'no-store',
        'content-security-policy': `default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      }).type('text/html; charset=utf-8');
      done();
    });
    app.get(PATH, (request, reply) => {
      if (!digestOf(request.query)) return reply.code(404).send(page('This link is not whole.'));
      return reply.send(page('Shall these summaries end?', '<form method="post"><button>End them</button></form>'));
    });
    app.post(PATH, async (request, reply) => {
      const id = digestOf(request.query);
      if (!id) return reply.code(404).send(page('This link is not whole.'));
      await removeDigest(sql, id);
      return reply.send(page('They have ended.'));
    });
  };
}

function page(title: string, rest = ''): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><main><h1>${title}</h1>${rest}</main></html>`;
}

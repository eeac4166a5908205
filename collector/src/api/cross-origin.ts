import type { FastifyInstance } from 'fastify';

/** A panel's body is a goal or a link, not a batch. */
const BODY_BYTES = 65_536;

/**
 * Lets pages of any origin use the addresses under `path`: who may is told by the token that they bring, and there are no
 * cookies. What is answered is for the asker alone to keep.
 */
export function openToAnyOrigin(app: FastifyInstance, path: string): void {
  app.addHook('onRoute', (route) => { route.bodyLimit ??= BODY_BYTES; });
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers({
      'access-control-allow-origin': '*', 'access-control-expose-headers': 'etag, retry-after, content-disposition',
      'cache-control': 'private, no-cache', vary: 'authorization', 'x-content-type-options': 'nosniff',
    });
    done();
  });
  app.options(`${path}/*`, (_request, reply) => {
    reply.headers({
      'access-control-allow-methods': 'GET, POST, PUT, DELETE', 'access-control-allow-headers': 'authorization, content-type, if-none-match', 'access-control-max-age': '86400',
    });
    return reply.code(204).send();
  });
}

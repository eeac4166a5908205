import type { FastifyInstance } from 'fastify';

/**
 * Lets any page read the answer. Which origins may send is decided per site, once the body has said which site it is, and
 * answered in words that the page should be able to read. No credentials are ever involved.
 */
export function allowCrossOrigin(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('access-control-allow-origin', '*').header('access-control-expose-headers', 'retry-after');
    done();
  });
  for (const path of ['/api/track', '/api/consent']) app.options(path, (_request, reply) => reply
    .header('access-control-allow-methods', 'GET, POST, OPTIONS')
    .header('access-control-allow-headers', 'authorization, content-type')
    .header('access-control-max-age', '86400')
    .code(204)
    .send());
}

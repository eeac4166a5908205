import type { FastifyPluginAsync } from 'fastify';
import { PAGE_HEADERS } from '../pages.ts';
import { docsPage } from './docs-page.ts';
import { openApiDocument } from './document.ts';

/** `GET /api/openapi.json`, and `GET /api/docs` for people. Made when first asked for: most collectors never are. */
export const openApiRoutes: FastifyPluginAsync = async (app) => {
  let json: string | undefined;
  let html: string | undefined;
  app.get('/api/openapi.json', (_request, reply) => {
    json ??= JSON.stringify(openApiDocument());
    return reply.headers({ 'access-control-allow-origin': '*', 'cache-control': 'public, max-age=300', 'x-content-type-options': 'nosniff' }).type('application/json').send(json);
  });
  app.get('/api/docs', (_request, reply) => {
    html ??= docsPage(openApiDocument());
    return reply.headers(PAGE_HEADERS).type('text/html; charset=utf-8').send(html);
  });
};

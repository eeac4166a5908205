import fs from 'node:fs/promises';
import type { FastifyPluginAsync } from 'fastify';

const FOLDER = new URL('../../pages/', import.meta.url);

/** Address -> file and media type. */
const PAGES: Record<string, readonly [file: string, type: string]> = {
  '/share': ['share.html', 'text/html; charset=utf-8'],
  '/share.css': ['share.css', 'text/css; charset=utf-8'],
  '/share.js': ['share.js', 'text/javascript; charset=utf-8'],
  '/api/docs.css': ['docs.css', 'text/css; charset=utf-8'],
};

/** As strict as they come: own files, own figures, pictures that the panel paints, and nothing else. */
export const PAGE_HEADERS = {
  'content-security-policy': [
    `default-src 'none'`, `script-src 'self'`, `style-src 'self'`, `connect-src 'self'`, `img-src data: blob:`,
    `require-trusted-types-for 'script'`, 'trusted-types lit-html', `base-uri 'none'`, `form-action 'none'`, `frame-ancestors 'none'`,
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
  'cache-control': 'public, max-age=300',
} as const;

/** `GET /share`: the page that a shared link opens. It holds no figures and no token. `/` leads to the reference. */
export const pages: FastifyPluginAsync = async (app) => {
  // Whoever opens the collector's own address finds out what it is.
  app.get('/', (_request, reply) => reply.redirect('/api/docs', 302));
  for (const [address, [file, type]] of Object.entries(PAGES)) {
    app.get(address, async (_request, reply) => reply.headers(PAGE_HEADERS).type(type).send(await fs.readFile(new URL(file, FOLDER))));
  }
};

import fs from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Role } from '../../collector/src/contract/index.ts';
import type { DemoSites } from './sample-sites.ts';

export interface DemoOptions {
  /** Base address of the collector, as browsers reach it. */
  collector: string;
  sites: DemoSites;
  host: string;
  /** 0 takes a free one; a taken one does too. */
  port: number;
  /** Mints a token for the back office. */
  token(sites: string[], role: Role): Promise<string>;
}

const FOLDERS: Record<string, string> = { portfolio: 'portfolio-site', builder: 'builder', 'back-office': 'back-office' };
const TYPES: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8' };

/** Serves the three demo pages on an origin of their own, as real sites would be, under a content security policy as strict as they come. */
export async function startDemo(options: DemoOptions): Promise<{ url: string; close(): Promise<void> }> {
  const server = http.createServer((request, response) => {
    answer(options, new URL(request.url ?? '/', 'http://demo'), response).catch((error: unknown) => {
      response.writeHead(500).end(String(error));
    });
  });
  await listen(server, options.port, options.host);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

async function answer(options: DemoOptions, url: URL, response: http.ServerResponse): Promise<void> {
  const [, area = '', ...rest] = url.pathname.split('/');
  const folder = FOLDERS[area];
  if (url.pathname === '/back-office/token') return grant(options, url, response);
  if (!folder) return void response.writeHead(url.pathname === '/favicon.ico' ? 204 : 404).end();
  const file = path.extname(url.pathname) ? rest.join('/') : 'index.html';
  const full = path.join(import.meta.dirname, '..', folder, path.normalize(`/${file}`));
  const text = await fs.readFile(full, 'utf8').catch(() => undefined);
  if (text === undefined) return void response.writeHead(404).end();
  response.writeHead(200, {
    'content-type': TYPES[path.extname(full)] ?? 'application/octet-stream',
    'content-security-policy': policy(options.collector),
    'cache-control': 'no-cache',
  });
  response.end(text
    .replaceAll('{{COLLECTOR}}', options.collector)
    .replaceAll('{{PORTFOLIO_KEY}}', options.sites.portfolio)
    .replaceAll('{{BUILDER_KEY}}', options.sites.builder));
}

/** Who looks at what. */
const READERS: Record<string, (sites: DemoSites) => { role: Role; site: string; opens: string[] }> = {
  portfolio: ({ portfolio }) => ({ role: 'artist', site: portfolio, opens: [portfolio] }),
  marketing: ({ portfolio }) => ({ role: 'marketer', site: portfolio, opens: [portfolio] }),
  builder: ({ builder }) => ({ role: 'admin', site: builder, opens: [builder] }),
  sites: ({ portfolios }) => ({ role: 'admin', site: 'all', opens: portfolios }),
};

/** What a back office's own server does: knows who is logged in, and mints a token that opens just their figures. */
async function grant(options: DemoOptions, url: URL, response: http.ServerResponse): Promise<void> {
  const reader = READERS[url.searchParams.get('view') ?? ''] ?? READERS.portfolio!;
  const { role, site, opens } = reader(options.sites);
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(JSON.stringify({ site, token: await options.token(opens, role) }));
}

function policy(collector: string): string {
  return [
    `default-src 'none'`, `script-src 'self' ${collector}`, `style-src 'self'`, `connect-src 'self' ${collector}`, `img-src 'self' data: blob:`,
    `require-trusted-types-for 'script'`, `base-uri 'none'`, `form-action 'self'`, `frame-ancestors 'none'`,
  ].join('; ');
}

async function listen(server: http.Server, port: number, host: string): Promise<void> {
  const attempt = (wanted: number): Promise<void> => new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(wanted, host, () => { server.off('error', reject); resolve(); });
  });
  await attempt(port).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    return attempt(0);
  });
}

import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface AppServer { url: string; close(): Promise<void> }

/** What an address of an app answers: text, or what makes it. */
export type Resource = string | (() => Promise<string>);

/** Serves an app of one page: its files by path, JSON where the path has no extension, and its page at any other address. */
export async function serveApp(html: string, resources: Record<string, Resource>): Promise<AppServer> {
  const server = http.createServer((request, response) => {
    answer(request.url ?? '/', response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });

  async function answer(url: string, response: http.ServerResponse): Promise<void> {
    const { pathname } = new URL(url, 'http://localhost');
    const resource = resources[pathname];
    if (pathname === '/favicon.ico') return void response.writeHead(204).end();
    const type = resource === undefined ? 'text/html' : pathname.endsWith('.js') ? 'text/javascript' : 'application/json';
    const text = typeof resource === 'function' ? await resource() : resource ?? html;
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8` }).end(text);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

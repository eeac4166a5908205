import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PageServer { url: string; close(): Promise<void> }

/** Serves pages on an origin of its own, as a published site would; `content` is asked anew for each request, for scripts (`.js`) too. */
export async function servePage(content: (url: URL) => string, headers: Record<string, string> = {}): Promise<PageServer> {
  const server = http.createServer((request, response) => {
    if (request.url === '/favicon.ico') return void response.writeHead(204).end();
    const url = new URL(request.url ?? '/', 'http://localhost');
    const type = url.pathname.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, ...headers }).end(content(url));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface PageServer { url: string; close(): Promise<void> }

/** Serves pages on an origin of its own, as a published site would; `html` is asked anew for each request. */
export async function servePage(html: (url: URL) => string, headers: Record<string, string> = {}): Promise<PageServer> {
  const server = http.createServer((request, response) => {
    if (request.url === '/favicon.ico') return void response.writeHead(204).end();
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(html(new URL(request.url ?? '/', 'http://localhost')));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

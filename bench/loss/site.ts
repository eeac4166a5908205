import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LossSite {
  url: string;
  close(): Promise<void>;
}

/** A page with a tracker, both from one server that no fault befalls; `script` by path `/tracker.js`, and the tag that loads it. */
export async function startSite(script: string, tag: string): Promise<LossSite> {
  const server = http.createServer((request, response) => {
    if (request.url === '/tracker.js') return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    if (request.url === '/favicon.ico') return void response.writeHead(204).end();
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><title>A page</title>${tag}<p>A page`);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

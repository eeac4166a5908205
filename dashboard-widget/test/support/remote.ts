import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Remote {
  url: string;
  /** Requests that have come in. */
  readonly asked: URL[];
  close(): Promise<void>;
}

/** A collector that fails or never answers: what a real one cannot be asked to do. `answer` undefined leaves the request open. */
export async function startRemote(answer: (url: URL, request: http.IncomingMessage) => { status: number; body: unknown } | undefined): Promise<Remote> {
  const asked: URL[] = [];
  const server = http.createServer((request, response) => {
    const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': 'authorization' };
    if (request.method === 'OPTIONS') return void response.writeHead(204, cors).end();
    const url = new URL(request.url ?? '/', 'http://remote');
    asked.push(url);
    const given = answer(url, request);
    if (given) response.writeHead(given.status, { ...cors, 'content-type': 'application/json' }).end(JSON.stringify(given.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}

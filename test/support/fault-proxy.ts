import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Batch } from '../../collector/src/contract/index.ts';

/**
 * What befalls a batch on its way.
 *   status     answered by the proxy; the collector never sees it
 *   reset      the connection breaks before the collector sees it
 *   ack lost   the collector stores it, and the connection breaks before the answer
 *   hang       taken in, and never answered; the collector never sees it
 *   delay      milliseconds before it goes on
 */
export type Fault =
  | { status: number; retryAfter?: string; body?: string }
  | 'reset' | 'ack lost' | 'hang'
  | { delay: number };

/** A batch as it reached the proxy. */
export interface Arrival {
  /** By the clock of this process, milliseconds. */
  at: number;
  batch: Batch;
  /** Bytes of the body. */
  bytes: number;
  /** The request's headers. */
  headers: http.IncomingHttpHeaders;
  fault: Fault | undefined;
}

export interface FaultProxy {
  url: string;
  /** Every batch that arrived, with or without a fault. */
  arrivals: Arrival[];
  /** Requests of any other kind for `/api/track`: preflights. */
  others: string[];
  /** What befalls the next batches, in order; then what befalls all. */
  next(...faults: (Fault | undefined)[]): void;
  /** What befalls every batch from now on, or nothing. */
  always(fault?: Fault): void;
  /** Nobody listens any more, as when a machine is off; and again. */
  down(): Promise<void>;
  up(): Promise<void>;
  close(): Promise<void>;
}

export interface FaultProxyOptions {
  /** Answered by the proxy itself, by path. */
  files?: Record<string, string>;
  /** Where it listens. Default: a free port. */
  port?: number;
}

const CORS = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' };

/** Stands before a collector as pages see it, and does to batches what networks and servers do. */
export async function startFaultProxy(target: string, { files = {}, port = 0 }: FaultProxyOptions = {}): Promise<FaultProxy> {
  const arrivals: Arrival[] = [];
  const others: string[] = [];
  const agent = new http.Agent({ keepAlive: true });
  let planned: (Fault | undefined)[] = [];
  let constant: Fault | undefined;

  const server = http.createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const listen = async (): Promise<void> => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  };
  await listen();

  async function handle(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const file = files[request.url ?? ''];
    if (file !== undefined) return void response.writeHead(200, { 'content-type': 'text/javascript', ...CORS }).end(file);
    const body = await read(request);
    if (request.url !== '/api/track' || request.method !== 'POST') {
      if (request.url === '/api/track') others.push(`${request.method}`);
      return forward(request, response, body);
    }
    const fault = planned.length > 0 ? planned.shift() : constant;
    arrivals.push({ at: performance.now(), batch: JSON.parse(body.toString()) as Batch, bytes: body.length, headers: request.headers, fault });
    if (fault === 'reset') return void request.socket.resetAndDestroy();
    if (fault === 'hang') return;
    if (typeof fault === 'object' && 'status' in fault) {
      const headers = fault.retryAfter === undefined ? CORS : { ...CORS, 'retry-after': fault.retryAfter };
      return void response.writeHead(fault.status, headers).end(fault.body);
    }
    if (typeof fault === 'object') await delay(fault.delay);
    await forward(request, response, body, fault === 'ack lost');
  }

  async function forward(request: http.IncomingMessage, response: http.ServerResponse, body: Buffer, loseAnswer = false): Promise<void> {
    const onward = http.request(new URL(request.url ?? '/', target), { method: request.method ?? 'GET', headers: request.headers, agent });
    onward.end(body);
    const [answer] = (await once(onward, 'response')) as [http.IncomingMessage];
    const answered = await read(answer);
    if (loseAnswer) return void request.socket.resetAndDestroy();
    response.writeHead(answer.statusCode ?? 502, answer.headers).end(answered);
  }

  return {
    get url() { return `http://127.0.0.1:${port}`; },
    arrivals,
    others,
    next(...faults) { planned.push(...faults); },
    always(fault) { constant = fault; planned = []; },
    async down() {
      const closed = new Promise((resolve) => { server.close(resolve); });
      server.closeAllConnections();
      await closed;
    },
    up: listen,
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
}

async function read(stream: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

import net from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import { requests } from './events.ts';
import type { LoadOptions, LoadResult } from './load.ts';

/** Sends prepared requests over kept connections and times each answer; the least that a sender can do, so that it does not measure itself. */
const { url, site, count, eventsEach, connections, perSecond } = workerData as LoadOptions;
const { hostname, port, host } = new URL(url);
const prepared = requests(site, count, eventsEach).map(({ userAgent, body }) => Buffer.from(
  `POST /api/track HTTP/1.1\r\nhost: ${host}\r\norigin: http://localhost\r\nuser-agent: ${userAgent}\r\ncontent-type: text/plain;charset=UTF-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
));
const times: number[] = [];
const statuses: Record<string, number> = {};
let sent = 0;
let began = 0;

parentPort?.postMessage('ready');
parentPort?.once('message', () => {
  began = performance.now();
  let open = connections;
  for (let i = 0; i < connections; i += 1) connection(() => { if (--open === 0) finish(); });
});

function connection(done: () => void): void {
  const socket = net.connect(Number(port), hostname);
  socket.setNoDelay(true);
  let startedAt = 0;
  let received = '';
  const next = (): void => {
    const request = prepared[sent];
    if (!request) {
      socket.destroy();
      done();
      return;
    }
    // At a given rate each request has its moment; otherwise the next follows the last answer.
    const due = perSecond === undefined ? 0 : began + (sent * 1_000) / (perSecond / eventsEach) - performance.now();
    sent += 1;
    if (due > 1) setTimeout(send, due, request);
    else send(request);
  };
  const send = (request: Buffer): void => {
    startedAt = performance.now();
    socket.write(request);
  };
  socket.on('connect', next);
  socket.setEncoding('latin1').on('data', (text: string) => {
    received += text;
    const head = received.indexOf('\r\n\r\n');
    if (head === -1) return;
    const length = Number(/content-length: (\d+)/i.exec(received)?.[1] ?? 0);
    if (received.length < head + 4 + length) return;
    times.push(performance.now() - startedAt);
    const status = received.slice(9, 12);
    statuses[status] = (statuses[status] ?? 0) + 1;
    received = '';
    next();
  });
}

function finish(): void {
  const seconds = (performance.now() - began) / 1_000;
  parentPort?.postMessage({ seconds, events: times.length * eventsEach, statuses, times: Float64Array.from(times).toSorted() } satisfies LoadResult);
}

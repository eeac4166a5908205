import { Agent, request } from 'node:http';

export interface Client {
  /** Milliseconds until the whole answer is there; another status than the one that is expected is an error. */
  ask(path: string): Promise<number>;
  close(): void;
}

/** Asks with one token, over so many connections that stay open. */
export function client(url: string, token: string, connections: number, expected = 200): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  return {
    ask: (path) => new Promise((resolve, reject) => {
      const began = performance.now();
      request(url + path, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (more: string) => { text += more; });
        response.once('end', () => { if (response.statusCode === expected) resolve(performance.now() - began); else reject(new Error(`${path}: ${response.statusCode} ${text}`)); });
      }).once('error', reject).end();
    }),
    close: () => agent.destroy(),
  };
}

/** Milliseconds of each of so many requests, one after the other, sorted. `before` is not measured. */
export async function inTurn(count: number, { ask }: Client, path: string, before: () => Promise<unknown> = async () => {}): Promise<Float64Array> {
  const times = new Float64Array(count);
  for (let n = 0; n < count; n += 1) {
    await before();
    times[n] = await ask(path);
  }
  return times.toSorted();
}

/** Requests a second, where as many are always under way. */
export async function perSecond(count: number, atOnce: number, { ask }: Client, path: string): Promise<number> {
  const began = performance.now();
  let left = count;
  await Promise.all(Array.from({ length: atOnce }, async () => { while (left > 0) { left -= 1; await ask(path); } }));
  return count / ((performance.now() - began) / 1_000);
}

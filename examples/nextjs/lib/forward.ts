import { environment } from './environment.ts';

/** As the collector has it. */
const MOST_BYTES = 1_048_576;
/** The tracker keeps what it sends until it is answered, so that giving up loses nothing. */
const TIMEOUT_MS = 10_000;
const RETRY_AFTER_SECONDS = '5';

/** What the collector reads of a browser's request; the last ones only from a proxy that it trusts. */
const TO_COLLECTOR = [
  'content-type', 'content-encoding', 'origin', 'user-agent', 'sec-ch-ua', 'x-forwarded-for',
  'x-vercel-ip-country', 'x-vercel-ip-country-region', 'x-vercel-ip-city', 'cf-ipcountry', 'cf-region', 'cf-ipcity',
];
const TO_BROWSER = ['content-type', 'retry-after', 'access-control-allow-origin', 'access-control-expose-headers'];

/**
 * Passes on what a browser has sent, as the bytes they are, and brings back what is answered: its status, its words and how long
 * to wait. What cannot be delivered in time is answered 503, and the browser sends it again.
 */
export async function forward(request: Request, url: string): Promise<Response> {
  try {
    const body = await read(request);
    if (!body) return problem(413, 'body_too_large', 'The body is too large. Split the batch.');
    // Not tied to request.signal: a page that closes does not take back what it has sent.
    const answer = await fetch(url, { method: 'POST', headers: headersFor(request), body, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
    const words = await answer.arrayBuffer();
    return new Response(words.byteLength > 0 ? words : null, { status: answer.status, headers: pick(answer.headers, TO_BROWSER) });
  } catch {
    return problem(503, 'overloaded', 'The collector cannot be reached. Wait as long as Retry-After says and send again.');
  }
}

/** The bytes as they came, and never more than the collector would take; undefined where there are more. */
async function read(request: Request): Promise<Uint8Array<ArrayBuffer> | undefined> {
  if (Number(request.headers.get('content-length')) > MOST_BYTES) return undefined;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return undefined; // leaving the loop cancels the stream
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Where the collector cannot know this server by its address, the site's secret key vouches for what is said of the browser, which gains no more trust by it. */
function headersFor(request: Request): Headers {
  const headers = pick(request.headers, TO_COLLECTOR);
  const { secretKey } = environment();
  if (!secretKey) return headers;
  headers.set('authorization', `Bearer ${secretKey}`);
  headers.set('x-passerby-relay', 'browser');
  headers.set('x-passerby-client-address', clientAddress(request));
  headers.set('x-passerby-user-agent', request.headers.get('user-agent') ?? '');
  return headers;
}

/** What the nearest proxy saw, the last of the list: what stands before it, the client may have written itself. */
function clientAddress(request: Request): string {
  return request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
}

function pick(from: Headers, names: string[]): Headers {
  return new Headers(names.flatMap((name): [string, string][] => {
    const value = from.get(name);
    return value === null ? [] : [[name, value]];
  }));
}

/** As the collector says it, and readable by pages of any origin, as its own answers are. */
function problem(status: number, code: string, detail: string): Response {
  const headers = new Headers({ 'content-type': 'application/problem+json', 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' });
  if (status >= 500) headers.set('retry-after', RETRY_AFTER_SECONDS);
  return Response.json({ type: 'about:blank', title: code.replaceAll('_', ' '), status, code, detail }, { status, headers });
}

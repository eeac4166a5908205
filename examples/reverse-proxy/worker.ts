/**
 * A Cloudflare Worker on routes of your site: `/passerby*`, `/banner*`, `/api/track` and `/api/consent`.
 *
 *   PASSERBY_URL         the collector: https://stats.example
 *   PASSERBY_INGEST_URL  where batches go, if not to the collector: https://….supabase.co/functions/v1/ingest-events
 *   PASSERBY_SECRET_KEY  the site's secret key (`wrangler secret put PASSERBY_SECRET_KEY`)
 *
 * A Worker's own requests come from addresses that any other Worker's come from, too. So the secret key, and not the address,
 * vouches for what is said of the visitor's device; the browser gains no more trust by it.
 */
interface Environment {
  PASSERBY_URL: string;
  PASSERBY_INGEST_URL?: string;
  PASSERBY_SECRET_KEY: string;
}

const SCRIPT = /^\/(passerby|banner)[a-z0-9.-]*\.js(\.map)?$/;
const FROM_BROWSER = ['content-type', 'origin', 'sec-ch-ua'];
const TO_BROWSER = ['content-type', 'retry-after', 'access-control-allow-origin', 'access-control-expose-headers'];

export default {
  async fetch(request: Request, env: Environment): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (request.method === 'GET' && SCRIPT.test(pathname)) return fetch(new URL(pathname, env.PASSERBY_URL), { cf: { cacheEverything: true } } as RequestInit);
    const ingest = env.PASSERBY_INGEST_URL || new URL('/api/track', env.PASSERBY_URL).href;
    if (request.method === 'POST' && pathname === '/api/track') return forward(request, ingest, env);
    if (request.method === 'POST' && pathname === '/api/consent') return forward(request, ingest.replace(/(\/api\/track)?$/, pathname), env);
    return new Response(null, { status: 404 });
  },
};

/** Passes on what a browser has sent, as the bytes they are, and brings back what is answered. */
async function forward(request: Request, url: string, env: Environment): Promise<Response> {
  const headers = pick(request.headers, FROM_BROWSER);
  headers.set('authorization', `Bearer ${env.PASSERBY_SECRET_KEY}`);
  headers.set('x-passerby-relay', 'browser');
  headers.set('x-passerby-client-address', request.headers.get('cf-connecting-ip') ?? '');
  headers.set('x-passerby-user-agent', request.headers.get('user-agent') ?? '');
  try {
    const answer = await fetch(url, { method: 'POST', headers, body: await request.arrayBuffer(), signal: AbortSignal.timeout(10_000) });
    return new Response(answer.body, { status: answer.status, headers: pick(answer.headers, TO_BROWSER) });
  } catch {
    // The tracker keeps what it has sent until it is answered, and tries again.
    return new Response(null, { status: 503, headers: { 'retry-after': '5' } });
  }
}

function pick(from: Headers, names: string[]): Headers {
  const headers = new Headers();
  for (const name of names) {
    const value = from.get(name);
    if (value !== null) headers.set(name, value);
  }
  return headers;
}

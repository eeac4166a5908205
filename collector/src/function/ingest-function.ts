import { ProblemError } from '../contract/index.ts';
import { addressOf } from '../ingest/address-of.ts';
import type { IncomingRequest } from '../ingest/incoming-request.ts';
import { SiteLimit } from '../ingest/site-limit.ts';
import { takeBatch } from '../ingest/take-batch.ts';
import { takeConsent } from '../ingest/take-consent.ts';
import { Salts } from '../privacy/salts.ts';
import { SiteRegistry } from '../sites/registry.ts';
import { renewablePool } from '../store/renewable-pool.ts';
import { readBody } from './read-body.ts';
import { storeAlone } from './store-alone.ts';

export interface IngestFunctionOptions {
  /** Of a pooler, in transaction mode too. */
  databaseUrl: string;
  /**
   * The header in which the platform's own proxy tells the visitor's address, where no request can come around that proxy. Its
   * headers about the visitor's country are believed then, too. Default: none; the address is the peer's.
   */
  addressHeader?: string | undefined;
  /** Events a minute of one site, in this instance. Default 600,000. */
  siteRateLimit?: number;
  /** Is told what went wrong on our side. Such an error quotes no value of an event. */
  onError?: (error: unknown) => void;
  /** ms since 1970 */
  now?: () => number;
}

/** Answers a request; `peer` is the address at the other end of its connection. */
export type IngestFunction = (request: Request, peer: string) => Promise<Response>;

const CORS = { 'access-control-allow-origin': '*', 'access-control-expose-headers': 'retry-after' };
const PREFLIGHT = {
  ...CORS,
  'access-control-allow-methods': 'GET, POST, OPTIONS',
  'access-control-allow-headers': 'authorization, content-type',
  'access-control-max-age': '86400',
};

/**
 * The collector's way in as a function of the web: `POST` takes a batch, one whose path ends in `/consent` a decision. What
 * it accepts, stores and answers is what the collector does, by the same code; it aggregates nothing and keeps no spool.
 * Connecting is lazy, and what it learns of sites and salts it keeps, so that a warm instance needs one statement a batch.
 */
export function ingestFunction(options: IngestFunctionOptions): IngestFunction {
  const { now = Date.now, onError = () => {} } = options;
  const address = { header: options.addressHeader?.toLowerCase(), trusts: () => options.addressHeader !== undefined };
  const pool = renewablePool(options.databaseUrl, { max: 2, connectTimeoutMs: 3_000, idleTimeoutMs: 20_000 });
  const deps = {
    sql: pool.sql,
    sites: new SiteRegistry(pool.sql, now),
    salts: new Salts(pool.sql, now),
    commits: storeAlone(pool.sql),
    siteLimit: new SiteLimit(options.siteRateLimit ?? 600_000, now),
    addressOf: (request: IncomingRequest) => addressOf(request, address),
    trusts: address.trusts,
  };

  async function take(request: Request, peer: string): Promise<Response> {
    const receivedAt = now();
    if (request.method !== 'POST') throw new ProblemError('not_found');
    const body = await readBody(request);
    const incoming: IncomingRequest = { headers: Object.fromEntries(request.headers), socket: { remoteAddress: peer } };
    if (new URL(request.url).pathname.endsWith('/consent')) {
      await takeConsent(incoming, body.json, deps);
      return new Response(null, { status: 204, headers: CORS });
    }
    return Response.json(await takeBatch(incoming, body, receivedAt, deps), { status: 202, headers: CORS });
  }

  return async (request, peer) => {
    if (request.method === 'OPTIONS') return new Response(null, { status: 204, headers: PREFLIGHT });
    try {
      return await take(request, peer);
    } catch (error) {
      const problem = error instanceof ProblemError ? error : new ProblemError('internal');
      if (problem !== error || problem.status >= 500) onError(error);
      // Whatever hangs on these connections has no answer to come, and the next request should not wait behind it.
      if (problem.code === 'database_unavailable') pool.renew();
      return refusal(problem);
    }
  };
}

function refusal(problem: ProblemError): Response {
  const headers = new Headers({ ...CORS, 'content-type': 'application/problem+json' });
  if (problem.retryAfter !== undefined) headers.set('retry-after', String(problem.retryAfter));
  return new Response(JSON.stringify(problem), { status: problem.status, headers });
}

import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemError } from '../contract/index.ts';
import { networkOf } from './client-address.ts';

/** Networks remembered at once; the least recently seen is forgotten. */
const MOST_NETWORKS = 50_000;

/** At most `max` requests a minute from one network: a whole IPv6 /64, since a single device has all of it. */
export async function limitRate(app: FastifyInstance, max: number, addressOf: (request: FastifyRequest) => string): Promise<void> {
  await app.register(rateLimit, {
    max,
    timeWindow: 60_000,
    cache: MOST_NETWORKS,
    keyGenerator: (request) => networkOf(addressOf(request)),
    errorResponseBuilder: () => new ProblemError('rate_limited'),
    addHeaders: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false, 'retry-after': true },
    addHeadersOnExceeding: { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false },
  });
}

import type { FastifyRequest } from 'fastify';
import { LIMITS, ProblemError } from '../contract/index.ts';
import type { SiteRegistry } from '../sites/registry.ts';
import { orUnavailable } from '../store/database-errors.ts';
import { authorize } from './authorize.ts';
import type { Envelope } from './envelope.ts';
import type { AddressLocator } from './geo.ts';
import type { IncomingRequest } from './incoming-request.ts';
import { deviceOf, toldDevice, type Device, type Sender } from './sender.ts';

export interface SenderDeps<R extends IncomingRequest = FastifyRequest> {
  sites: SiteRegistry;
  /** Address of the device, as far as trusted proxies tell it. */
  addressOf: (request: R) => string;
  /** Whether the headers of a peer are believed. */
  trusts: (address: string | undefined) => boolean;
  locate?: AddressLocator | undefined;
}

/**
 * Who sends this batch.
 * @throws {ProblemError} unknown_site, invalid_secret, origin_not_allowed, database_unavailable
 */
export async function senderOf<R extends IncomingRequest>(request: R, batch: Envelope, receivedAt: number, deps: SenderDeps<R>): Promise<Sender> {
  const site = deps.sites.peek(batch.site) ?? await orUnavailable(deps.sites.find(batch.site));
  if (!site) throw new ProblemError('unknown_site');
  const source = authorize(request, site);
  const device = source === 'browser' ? browserDevice(request, deps) : toldDevice(header(request, 'x-passerby-client-address'), header(request, 'x-passerby-user-agent')?.slice(0, LIMITS.userAgent), deps.locate);
  return { site, origin: source === 'relay' ? 'browser' : source, receivedAt, skew: receivedAt - Date.parse(batch.sent_at), device };
}

/** The device that a request itself comes from. */
export function browserDevice<R extends IncomingRequest>(request: R, { addressOf, trusts, locate }: SenderDeps<R>): Device {
  const headers = trusts(request.socket.remoteAddress) ? request.headers : undefined;
  const userAgent = header(request, 'user-agent')?.slice(0, LIMITS.userAgent) ?? '';
  return deviceOf(addressOf(request), userAgent, header(request, 'sec-ch-ua') ?? '', headers, locate);
}

function header(request: IncomingRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

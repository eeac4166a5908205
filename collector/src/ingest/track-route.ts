import type { FastifyPluginAsync, FastifyRequest } from 'fastify';
import { ProblemError, type Ack } from '../contract/index.ts';
import type { Salts } from '../privacy/salts.ts';
import type { SiteRegistry } from '../sites/registry.ts';
import type { GroupCommit } from '../store/group-commit.ts';
import { authorize } from './authorize.ts';
import { addBodyParsers, type ParsedBody } from './body-parsers.ts';
import { allowCrossOrigin } from './cors.ts';
import { readEnvelope, type Envelope } from './envelope.ts';
import type { AddressLocator } from './geo.ts';
import { prepare } from './prepare.ts';
import { deviceOf, toldDevice, type Device, type Sender } from './sender.ts';

export interface TrackDeps {
  sites: SiteRegistry;
  salts: Salts;
  commits: GroupCommit;
  /** Address of the device, as far as trusted proxies tell it. */
  addressOf: (request: FastifyRequest) => string;
  /** Whether the peer's headers are believed. */
  trusts: (address: string | undefined) => boolean;
  locate?: AddressLocator | undefined;
  now: () => number;
}

/** `POST /api/track`: takes a batch, and answers 202 once everything in it that can be stored is. */
export function trackRoute(deps: TrackDeps): FastifyPluginAsync {
  return async (app) => {
    addBodyParsers(app);
    allowCrossOrigin(app);
    app.post<{ Body: ParsedBody }>('/api/track', async (request, reply) => {
      const receivedAt = deps.now();
      if (request.body === undefined) throw new ProblemError('malformed_json', 'There is no body.');
      const batch = readEnvelope(request.body.json);
      const sender = await senderOf(request, batch, receivedAt, deps);
      const prepared = await prepare(batch, request.body.bytes, sender, deps.salts, deps.locate);
      const { accepted } = await deps.commits.add(prepared.batch);
      const ack: Ack = {
        accepted,
        duplicates: prepared.batch.events.length - accepted,
        rejected: prepared.rejected.map(({ index, id, reason }) => ({ index, id, reason })),
      };
      return reply.code(202).send(ack);
    });
  };
}

async function senderOf(request: FastifyRequest, batch: Envelope, receivedAt: number, deps: TrackDeps): Promise<Sender> {
  const site = deps.sites.peek(batch.site) ?? await deps.sites.find(batch.site);
  if (!site) throw new ProblemError('unknown_site');
  const origin = authorize(request, site);
  const device = origin === 'browser' ? browserDevice(request, deps) : toldDevice(header(request, 'x-passerby-client-address'), undefined, deps.locate);
  return { site, origin, receivedAt, skew: receivedAt - Date.parse(batch.sent_at), device };
}

function browserDevice(request: FastifyRequest, deps: TrackDeps): Device {
  const headers = deps.trusts(request.socket.remoteAddress) ? request.headers : undefined;
  return deviceOf(deps.addressOf(request), header(request, 'user-agent')?.slice(0, 512) ?? '', header(request, 'sec-ch-ua') ?? '', headers, deps.locate);
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

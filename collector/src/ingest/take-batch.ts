import type { Ack } from '../contract/index.ts';
import type { Salts } from '../privacy/salts.ts';
import { orUnavailable } from '../store/database-errors.ts';
import type { GroupCommit } from '../store/group-commit.ts';
import type { Outcome } from '../store/prepared-batch.ts';
import type { ParsedBody } from './body-parsers.ts';
import { readEnvelope } from './envelope.ts';
import type { IncomingRequest } from './incoming-request.ts';
import { prepare, type Prepared } from './prepare.ts';
import { senderOf, type SenderDeps } from './sender-of.ts';
import type { SiteLimit } from './site-limit.ts';

export interface TakeDeps<R extends IncomingRequest> extends SenderDeps<R> {
  salts: Salts;
  /** Makes batches durable. */
  commits: Pick<GroupCommit, 'add'>;
  siteLimit: SiteLimit;
}

/**
 * Takes a batch: whoever carries the request, this is the way in. Resolves once everything in it that can be stored is.
 * @param receivedAt ms since 1970
 * @throws {ProblemError}
 */
export async function takeBatch<R extends IncomingRequest>(request: R, body: ParsedBody, receivedAt: number, deps: TakeDeps<R>): Promise<Ack> {
  const prepared = await readyToStore(request, body, receivedAt, deps);
  // The commit takes its time, and objects that live so long cost the garbage collector more than all the rest.
  body.json = undefined;
  return acknowledge(prepared, await deps.commits.add(prepared.batch));
}

async function readyToStore<R extends IncomingRequest>(request: R, body: ParsedBody, receivedAt: number, deps: TakeDeps<R>): Promise<Prepared> {
  const batch = readEnvelope(body.json);
  const sender = await senderOf(request, batch, receivedAt, deps);
  deps.siteLimit.take(sender.site.siteId, batch.events.length);
  return orUnavailable(prepare(batch, body.bytes, sender, deps.salts, deps.locate));
}

function acknowledge({ batch, origins, rejected }: Prepared, { accepted, unstorable }: Outcome): Ack {
  return {
    accepted,
    duplicates: batch.count - accepted - unstorable.length,
    rejected: [
      ...rejected.map(({ index, id, reason }) => ({ index, id, reason })),
      ...unstorable.map((position) => ({ index: origins[position]?.index ?? 0, id: origins[position]?.id ?? null, reason: 'unstorable' as const })),
    ],
  };
}

import { z } from 'zod';
import { LIMITS, ProblemError } from '../contract/index.ts';
import { timestamp } from '../contract/schema.ts';
import type { Queryable } from '../db/connect.ts';
import { withDeadline } from '../ops/deadline.ts';
import type { SiteRegistry } from '../sites/registry.ts';
import { orUnavailable } from '../store/database-errors.ts';
import { authorize } from './authorize.ts';
import type { IncomingRequest } from './incoming-request.ts';

export interface ConsentDeps {
  sql: Queryable;
  sites: SiteRegistry;
}

const MOST_PURPOSES = 20;
const DEADLINE_MS = 5_000;

/** What the banner sends: what was chosen, when, and to which version of the question; nothing of who. */
export const consent = z.object({
  site: z.string().min(1).max(LIMITS.word),
  record: z.object({
    id: z.uuid(),
    version: z.string().min(1).max(LIMITS.word),
    choice: z.record(z.string().min(1).max(LIMITS.word), z.boolean()).refine((choice) => Object.keys(choice).length <= MOST_PURPOSES),
    time: timestamp,
  }),
});

/**
 * Keeps the proof of a decision, once however often it is sent.
 * @throws {ProblemError}
 */
export async function takeConsent(request: IncomingRequest, body: unknown, { sql, sites }: ConsentDeps): Promise<void> {
  const parsed = consent.safeParse(body);
  if (!parsed.success) throw new ProblemError('malformed_batch', 'The body needs `site` and `record` with `id`, `version`, `choice` and `time`.');
  const { site: key, record } = parsed.data;
  const site = await orUnavailable(sites.find(key));
  if (!site) throw new ProblemError('unknown_site');
  authorize(request, site);
  await orUnavailable(withDeadline(sql`
    insert into passerby.consent_records (site_id, record_id, choice, version, chosen_at)
    values (${site.siteId}, ${record.id}, ${JSON.stringify(record.choice)}::text::jsonb, ${record.version}, ${record.time})
    on conflict do nothing`.then(() => {}), DEADLINE_MS, 'storing a consent record'));
}

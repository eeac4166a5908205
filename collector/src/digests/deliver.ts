import type { Sql } from '../db/connect.ts';
import { emailOf } from './email.ts';
import type { DueDigest } from './digest.ts';
import { figuresOf } from './figures-of.ts';
import type { SendMail } from './mailer.ts';
import { unsubscribeUrl } from './unsubscribe.ts';
import { postDigest } from './webhook.ts';

export interface DeliveryDeps {
  sql: Sql;
  log: { info(details: object, message: string): void; error(details: object, message: string): void };
  /** Undefined: no mail is sent. */
  sendMail: SendMail | undefined;
  publicUrl: () => string;
  /** Proves unsubscribe links. */
  secret: string;
}

/** Longer than a delivery takes, so that only the dead lose their claim; how long a failed one waits, times its attempts. */
const CLAIM_MINUTES = 10;
const RETRY_MINUTES = 20;

/**
 * Sends every digest that is due: each by one instance of all, once. Whoever dies between handing a mail over and noting it has
 * it sent again, under the same message id.
 * @param now the moment by which they are due
 */
export async function deliverDigests(deps: DeliveryDeps, now: Date, signal?: AbortSignal): Promise<number> {
  const { sql, log } = deps;
  let delivered = 0;
  const due = await sql<DueDigest[]>`select * from passerby.due_digests(${now})`;
  for (const digest of due) {
    if (signal?.aborted) break;
    if (digest.channel === 'email' && !deps.sendMail) continue;
    const { site_id, digest_id, period_start } = digest;
    const [{ claimed }] = await sql<[{ claimed: boolean }]>`
      select passerby.claim_digest(${site_id}, ${digest_id}, ${period_start}, make_interval(mins => ${CLAIM_MINUTES}::int)) as claimed`;
    if (!claimed) continue;
    const mine = sql`site_id = ${site_id} and digest_id = ${digest_id} and period_start = ${period_start}`;
    try {
      await deliver(deps, digest);
      await sql`update passerby.digest_deliveries set sent_at = now(), error = null where ${mine}`;
      delivered += 1;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
      await sql`
        update passerby.digest_deliveries set error = ${code}, claimed_until = clock_timestamp() + make_interval(mins => ${RETRY_MINUTES}::int * attempts) where ${mine}`;
      // What a mail server says quotes the address.
      log.error({ digest: digest_id, code }, 'a digest could not be sent; it is tried again');
    }
  }
  if (delivered > 0) log.info({ delivered }, 'sent digests');
  return delivered;
}

async function deliver({ sql, sendMail, publicUrl, secret }: DeliveryDeps, digest: DueDigest): Promise<void> {
  const figures = await figuresOf(sql, digest);
  if (!figures) return;
  const id = `${digest.digest_id}-${digest.period_start}`;
  if (digest.channel === 'webhook') return postDigest(digest.address, id, figures);
  const url = unsubscribeUrl(publicUrl(), secret, digest.digest_id);
  await sendMail?.(emailOf(figures, url), { to: digest.address, unsubscribeUrl: url, id });
}

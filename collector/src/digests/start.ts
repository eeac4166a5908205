import { Cron } from 'croner';
import { deliverDigests, type DeliveryDeps } from './deliver.ts';

/** When to look which digests are due. */
const EVERY_TEN_MINUTES = '3-59/10 * * * *';

/** Sends digests as they fall due, now and from now on. Every instance looks; a claim in the database lets one of them send. */
export function startDigests(deps: DeliveryDeps, now: () => number): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const look = async (): Promise<void> => {
    await deliverDigests(deps, new Date(now()), stopping.signal).catch((error: unknown) => {
      deps.log.error({ err: error }, 'digests could not be looked for; it is tried again in ten minutes');
    });
  };
  let current = look();
  const job = new Cron(EVERY_TEN_MINUTES, { timezone: 'UTC' }, () => { current = current.then(look); });
  return {
    async stop() {
      job.stop();
      stopping.abort();
      await current;
    },
  };
}

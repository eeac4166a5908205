import { v7 as uuidv7 } from 'uuid';
import type { WireEvent } from '../contract/index.ts';
import type { AggregationHealth } from '../jobs/aggregation-health.ts';
import { alertWebhook } from '../jobs/alert-webhook.ts';

export interface AlertOptions {
  /** Stores events on the platform's own site. */
  record: (events: WireEvent[]) => Promise<void>;
  /** An address of the operator's own. */
  webhook: string | undefined;
}

/** Tells of trouble with the aggregation: as `analytics.aggregation_failure`, and to the webhook, neither waiting for the other. */
export function aggregationAlert({ record, webhook }: AlertOptions): (health: AggregationHealth) => Promise<void> {
  return async (health) => {
    const event: WireEvent = {
      id: uuidv7(), event: 'analytics.aggregation_failure', timestamp: new Date().toISOString(), actor: { type: 'system' }, context: {},
      properties: { error: health.state === 'failing' ? 'aggregation_failed' : 'aggregation_late' },
    };
    const told = await Promise.allSettled([record([event]), webhook === undefined ? undefined : alertWebhook(webhook, health)]);
    const failed = told.find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  };
}

import type { Usage } from '../../../collector/src/contract/index.ts';

/** The panel has been opened, a filter changed or something saved. `preventDefault()` keeps it from being sent anywhere. */
export class StatsUsageEvent extends Event {
  static readonly type = 'stats-usage';
  readonly usage: Usage;
  constructor(usage: Usage) {
    super(StatsUsageEvent.type, { bubbles: true, composed: true, cancelable: true });
    this.usage = usage;
  }
}

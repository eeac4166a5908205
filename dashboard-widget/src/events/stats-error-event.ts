import type { StatsError } from '../client/stats-error.ts';

/** Figures could not be loaded. The element shows it; a host may want to log it. */
export class StatsErrorEvent extends Event {
  static readonly type = 'stats-error';
  readonly error: StatsError;
  constructor(error: StatsError) {
    super(StatsErrorEvent.type, { bubbles: true, composed: true });
    this.error = error;
  }
}

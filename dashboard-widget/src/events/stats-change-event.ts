import type { Query } from '../data/query.ts';

/** The reader is about to look at something else. `preventDefault()` keeps the question as it is. */
export class StatsChangeEvent extends Event {
  static readonly type = 'stats-change';
  /** The whole new question. */
  readonly query: Query;
  /** Only what differs from the last one. */
  readonly change: Partial<Query>;
  constructor(query: Query, change: Partial<Query>) {
    super(StatsChangeEvent.type, { bubbles: true, composed: true, cancelable: true });
    this.query = query;
    this.change = change;
  }
}

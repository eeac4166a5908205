import type { DataContext } from './data-context.ts';

/** Asks the nearest panel or `<stats-context>` around a piece for what they share. Crosses shadow roots. */
export class ContextRequest extends Event {
  static readonly type = 'stats-context-request';
  /** Set by whoever answers. */
  answer: DataContext | undefined;
  constructor() {
    super(ContextRequest.type, { bubbles: true, composed: true });
  }
}

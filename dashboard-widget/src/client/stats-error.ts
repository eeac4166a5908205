import type { ProblemCode } from '../../../collector/src/contract/index.ts';

/** What the panel can be told: the collector's own codes, and what happens on the way to it. */
export type StatsErrorCode = ProblemCode | 'offline' | 'timeout' | 'unreadable_answer' | 'no_site' | 'no_token' | 'token_failed';

/** A request for figures that failed. */
export class StatsError extends Error {
  override readonly name = 'StatsError';
  readonly code: StatsErrorCode;
  /** HTTP status; 0 where there was no answer. */
  readonly status: number;
  /** Seconds that the collector asks to wait; 0 where it does not. */
  readonly retryAfter: number;
  /** Plans that would allow what was refused, the smallest first. */
  readonly allowedBy: readonly string[];
  constructor(code: StatsErrorCode, message: string = code, status = 0, retryAfter = 0, allowedBy: readonly string[] = []) {
    super(message);
    this.code = code;
    this.status = status;
    this.retryAfter = retryAfter;
    this.allowedBy = allowedBy;
  }
}

import type { PlanLimit } from './access.ts';

/**
 * Every error that a caller of the HTTP interface can meet: a stable code, its status, and a sentence that says what to do.
 * Sent as `application/problem+json`, `{ type, title, status, code, detail }`; `forbidden_by_plan` adds `limit` and `allowed_by`.
 */
export const PROBLEMS = {
  malformed_json: [400, 'The body is not JSON. Send one JSON object.'],
  malformed_batch: [400, 'The body needs `site`, `sent_at` and `events`, as the published schema says.'],
  too_many_events: [400, 'The batch holds too many events. Split it.'],
  invalid_query: [400, 'A query parameter is missing or not understood.'],
  invalid_body: [400, 'The body is not what this address takes.'],
  invalid_secret: [401, 'The secret key is not known for this site. Check it, or send without one.'],
  invalid_token: [401, 'The token is missing, expired or not ours. Ask for a new one.'],
  forbidden_by_role: [403, 'This token\'s role may not ask this. Use a token of a role that may.'],
  forbidden_by_plan: [403, 'The plan of this site does not include this.'],
  origin_not_allowed: [403, 'This site does not accept events from this origin. Add the origin to the site.'],
  unknown_site: [404, 'There is no such site, or this token does not open it. Check the key.'],
  unknown_goal: [404, 'This site has no such goal. Its goals are listed at /goals.'],
  unknown_funnel: [404, 'This site has no such funnel. Its funnels are listed at /funnels.'],
  not_found: [404, 'There is nothing at this address.'],
  name_taken: [409, 'The site has another one of this name. Choose a different name.'],
  too_many_definitions: [409, 'The site has as many as one can have. Remove one first.'],
  body_too_large: [413, 'The body is too large. Split the batch.'],
  unsupported_media_type: [415, 'Send the batch as text/plain or application/json, not compressed.'],
  rate_limited: [429, 'Too many requests. Wait as long as Retry-After says.'],
  internal: [500, 'Something broke on our side. The batch was not acknowledged: send it again.'],
  overloaded: [503, 'The queue is full. Wait as long as Retry-After says and send again.'],
  database_unavailable: [503, 'The database is away. Wait as long as Retry-After says and send again.'],
  issuer_unavailable: [503, 'The keys of the token\'s issuer cannot be had just now. Wait as long as Retry-After says and ask again.'],
  shutting_down: [503, 'This collector is stopping. Send again.'],
} as const satisfies Record<string, readonly [status: number, detail: string]>;

export type ProblemCode = keyof typeof PROBLEMS;

/** RFC 9457 body. */
export interface Problem {
  type: 'about:blank';
  title: string;
  status: number;
  code: ProblemCode;
  detail: string;
  /** What of the plan refused it, where `forbidden_by_plan`. */
  limit?: PlanLimit;
  /** Plans that would allow it, the smallest first; none does where it is empty. */
  allowed_by?: string[];
}

/** What a {@link Problem} with the code `forbidden_by_plan` says besides. */
export interface PlanRefusal {
  limit: PlanLimit;
  allowed_by: string[];
}

/** An error with a stable code; the HTTP layer turns it into a {@link Problem}. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ProblemCode;
  readonly status: number;
  /** Seconds, where the caller should wait. */
  readonly retryAfter: number | undefined;
  readonly refusal: PlanRefusal | undefined;
  constructor(code: ProblemCode, detail: string = PROBLEMS[code][1], retryAfter?: number, refusal?: PlanRefusal) {
    super(detail);
    this.code = code;
    this.status = PROBLEMS[code][0];
    this.retryAfter = retryAfter;
    this.refusal = refusal;
  }
  toJSON(): Problem {
    return { type: 'about:blank', title: this.code.replaceAll('_', ' '), status: this.status, code: this.code, detail: this.message, ...this.refusal };
  }
}

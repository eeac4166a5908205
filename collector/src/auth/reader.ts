import { ProblemError, type Role } from '../contract/index.ts';
import type { Plan } from '../plans/plan.ts';
import type { Site } from '../sites/site.ts';

/** Who asks about a site, once it is open to them. */
export interface Reader {
  role: Role | 'share';
  /** The platform's id of the artist whose sites the token opens. */
  owner: string | undefined;
  /** The plan that limits what they may ask; undefined: none, as for the platform's own people. */
  plan: Plan | undefined;
}

export interface Opened {
  site: Site;
  reader: Reader;
}

/** @throws {ProblemError} forbidden_by_role */
export function requireRole({ role }: Pick<Reader, 'role'>, roles: readonly (Role | 'share')[]): void {
  if (!roles.includes(role)) throw new ProblemError('forbidden_by_role');
}

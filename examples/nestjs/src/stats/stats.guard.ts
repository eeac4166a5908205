import { Inject, Injectable, UnauthorizedException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Claims } from 'passerby';
import { Sessions } from '../sessions/sessions.ts';
import type { User } from '../sessions/user.ts';

/** A request of somebody who is signed in. */
export type ReaderRequest = FastifyRequest & { reader: Claims };

/** Lets in whoever is signed in, and says of them what the statistics need to know: which sites, which plan allows what, is decided there. */
@Injectable()
export class StatsGuard implements CanActivate {
  readonly #sessions: Sessions;

  constructor(@Inject(Sessions) sessions: Sessions) {
    this.#sessions = sessions;
  }

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<ReaderRequest>();
    const [, session = ''] = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '') ?? [];
    const user = this.#sessions.find(session);
    if (!user) throw new UnauthorizedException();
    request.reader = claimsOf(user);
    return true;
  }
}

/** An admin who is bound to no owner and no site may see every site. */
function claimsOf({ id, role }: User): Claims {
  return role === 'admin' ? { role } : { role, owner: id };
}

import { Injectable } from '@nestjs/common';
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { User } from './user.ts';

/** Stands in for your own sign-in: a session is the user as JSON, signed with EXAMPLE_SESSION_SECRET. */
@Injectable()
export class Sessions {
  readonly #secret = process.env['EXAMPLE_SESSION_SECRET'] ?? '';

  begin(user: User): string {
    const payload = Buffer.from(JSON.stringify(user)).toString('base64url');
    return `${payload}.${this.#sign(payload)}`;
  }

  find(session: string): User | undefined {
    const [payload = '', signature = ''] = session.split('.');
    const [wanted, given] = [this.#sign(payload), signature].map((text) => Buffer.from(text));
    if (this.#secret === '' || !wanted || !given || wanted.length !== given.length || !timingSafeEqual(wanted, given)) return undefined;
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as User;
  }

  #sign(payload: string): string {
    return createHmac('sha256', this.#secret).update(payload).digest('base64url');
  }
}

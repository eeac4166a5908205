import { decodeJwt } from 'jose';
import { revoke, type Revocation } from '../../auth/revocations.ts';
import { optional, UsageError, type Command, type CommandContext } from '../command.ts';

export const tokenRevoke: Command = {
  name: 'token revoke',
  usage: '(--token TOKEN | --id JTI | --owner ID | --all) [--before TIME]',
  summary: 'Calls tokens back: one, or those of an owner or holder, or all, that were issued up to now or the time given. Holds from the next request on.',
  options: { token: { type: 'string' }, id: { type: 'string' }, owner: { type: 'string' }, all: { type: 'boolean' }, before: { type: 'string' } },
  async run(context) {
    const revocation = revocationOf(context);
    await revoke(await context.sql(), revocation);
    context.print({ revoked: revocation }, 'Revoked.');
  },
};

function revocationOf(context: CommandContext): Revocation {
  const given = optional(context, 'token');
  const tokenId = given === undefined ? optional(context, 'id') : idOf(given);
  const owner = optional(context, 'owner');
  const all = context.options['all'] === true;
  if ([tokenId !== undefined, owner !== undefined, all].filter(Boolean).length !== 1) throw new UsageError('Name what to revoke by one of --token, --id, --owner and --all.');
  if (tokenId !== undefined) return { tokenId };
  const text = optional(context, 'before');
  const before = text === undefined ? new Date() : new Date(text);
  if (Number.isNaN(before.getTime())) throw new UsageError(`--before is a time as in 2026-03-31T12:00:00Z, not '${text}'.`);
  return owner === undefined ? { all: true, before } : { owner, before };
}

/** What a token says of its own id. Whoever revokes one that is not ours revokes nothing. */
function idOf(token: string): string {
  try {
    const { jti } = decodeJwt(token);
    if (jti !== undefined) return jti;
  } catch {
    throw new UsageError('--token is no token.');
  }
  throw new UsageError('This token has no id. Revoke those of its --owner.');
}

import { isIP } from 'node:net';
import type { IncomingRequest } from './incoming-request.ts';

export interface AddressOptions {
  /** In which a trusted peer tells the visitor's address, in lower case; undefined: in none. */
  header: string | undefined;
  /** Whether the headers of a peer are believed. */
  trusts: (address: string | undefined) => boolean;
}

/** The address of the device: as a trusted peer tells it in the header that is its own, else `forwarded`, else the peer's. */
export function addressOf(request: IncomingRequest, { header, trusts }: AddressOptions, forwarded?: string): string {
  const peer = request.socket.remoteAddress;
  const told = header !== undefined && trusts(peer) ? request.headers[header] : undefined;
  if (typeof told === 'string' && isIP(told)) return told;
  return forwarded !== undefined && isIP(forwarded) ? forwarded : peer ?? '';
}

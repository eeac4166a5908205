import { createHash, createHmac, type KeyObject } from 'node:crypto';
import { hashUuid } from './hash-uuid.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** The visitor key of an id kept in a browser: the id itself where it is a UUID, else one made from it and the site. */
export function keptVisitor(siteId: number, actorId: string): string {
  if (UUID.test(actorId)) return actorId.toLowerCase();
  return hashUuid(createHash('sha256').update(`${siteId} ${actorId}`));
}

/**
 * The visitor key where no id is kept: the same for one network and user agent on one site and day, and nothing to anybody
 * without the salt. The day is part of the message, since a late event is hashed under the oldest salt still there.
 */
export function pseudonym(salt: KeyObject, siteId: number, day: string, network: string, userAgent: string): string {
  return hashUuid(createHmac('sha256', salt).update(`${siteId}\n${day}\n${network}\n${userAgent}`));
}

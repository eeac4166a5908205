import { ProblemError } from '../contract/index.ts';
import { allowsOrigin } from '../sites/origin.ts';
import { isSecretKey } from '../sites/secret-key.ts';
import type { Site } from '../sites/site.ts';
import type { IncomingRequest } from './incoming-request.ts';

/**
 * Whether a request may send for the site, and as whom. With the secret key it speaks for others and comes from anywhere;
 * without, a browser's origin must be the site's. A request with no origin at all is no browser's: anybody who can write
 * one could write the other, so it is taken as it is. A server that passes on what a browser has sent, unread, shows the secret key and says
 * `x-passerby-relay`: it is believed what it tells of the device, and the browser no more than ever.
 * @throws {ProblemError} invalid_secret, origin_not_allowed
 */
export function authorize(request: IncomingRequest, site: Site): 'browser' | 'server' | 'relay' {
  const { authorization, origin } = request.headers;
  if (authorization !== undefined) {
    const key = /^Bearer (sk_\w{1,100})$/i.exec(authorization)?.[1];
    if (key === undefined || !isSecretKey(site.secretHash, key)) throw new ProblemError('invalid_secret');
    if (request.headers['x-passerby-relay'] === undefined) return 'server';
  }
  if (origin !== undefined && !allowsOrigin(site, origin)) throw new ProblemError('origin_not_allowed');
  return authorization === undefined ? 'browser' : 'relay';
}

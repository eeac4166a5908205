import { REFERRER_SPAM } from './data/referrer-spam.ts';

const hosts = new Set(REFERRER_SPAM);

/** Whether a referrer's host only wants to be seen in somebody's statistics. */
export function isReferrerSpam(hostname: string): boolean {
  for (let rest = hostname; rest !== ''; ) {
    if (hosts.has(rest)) return true;
    const dot = rest.indexOf('.');
    if (dot === -1) return false;
    rest = rest.slice(dot + 1);
  }
  return false;
}

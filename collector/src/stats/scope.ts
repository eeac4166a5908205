import type { OpenedSite, OpenedSites } from '../auth/open-sites.ts';
import type { Opened } from '../auth/reader.ts';
import { ProblemError, type Meta } from '../contract/index.ts';
import type { Sites } from './per-site.ts';

/** What a question is about. */
export interface Scope {
  sites: Sites;
  /** Of those that are open, the ones that were chosen. */
  chosen: readonly OpenedSite[];
  open: readonly OpenedSite[];
  /** Stands for `open`. */
  digest: string;
  /** Where a bucket of time ends, at the latest. */
  timezone: string;
  meta: Pick<Meta, 'site' | 'domain' | 'timezone' | 'sites'>;
}

/** Sites of many zones: none of their days is over before it is in this one. */
const WESTERNMOST = 'Etc/GMT+12';

/**
 * The one site that was opened, or of all of them those of a plan and of an owner that are asked for, the empty text being none.
 * @throws {ProblemError} invalid_query
 */
export function scopeOf(opened: Opened | OpenedSites, query: { plan: readonly string[]; owner: readonly string[] }): Scope {
  if ('site' in opened) {
    if (query.plan.length > 0 || query.owner.length > 0) throw new ProblemError('invalid_query', 'plan and owner choose among sites: ask for the site all.');
    const { siteId, key, domain, timezone, owner, plan } = opened.site;
    const open: OpenedSite[] = [{ siteId, key, domain, timezone, owner, plan }];
    return { sites: siteId, chosen: open, open, digest: JSON.stringify(open), timezone, meta: { site: key, domain, timezone } };
  }
  const chosen = opened.sites.filter((site) => among(query.plan, site.plan) && among(query.owner, site.owner));
  const [zone = 'UTC', ...others] = new Set(chosen.map((site) => site.timezone));
  const mixed = others.length > 0;
  return {
    sites: chosen.map((site) => site.siteId), chosen, open: opened.sites, digest: opened.digest, timezone: mixed ? WESTERNMOST : zone,
    meta: { site: 'all', domain: '', timezone: mixed ? 'UTC' : zone, sites: chosen.length },
  };
}

function among(wanted: readonly string[], value: string | null): boolean {
  return wanted.length === 0 || wanted.includes(value ?? '');
}

/**
 * The site of a question that is about one.
 * @throws {ProblemError} invalid_query
 */
export function oneSite({ sites }: { sites: Sites }): number {
  if (typeof sites !== 'number') throw new ProblemError('invalid_query', 'This is answered of one site, not of all. Put its key in the place of all.');
  return sites;
}

import { createHash } from 'node:crypto';
import type { Queryable } from '../db/connect.ts';
import { lookUpSite } from '../sites/find-site.ts';
import { allowsOrigin } from '../sites/origin.ts';
import type { Site } from '../sites/site.ts';
import type { Finding } from './finding.ts';
import { isLocal } from './is-local.ts';
import { policyAllows } from './policy.ts';
import { readPage, type Page, type Tag } from './read-page.ts';

/** Bytes of a page that are read: its tags stand early. */
const PAGE_BYTES = 2_000_000;

export interface Verified {
  findings: Finding[];
  /** The site that the tag names, where everything was well enough to wait for an event of it. */
  site?: Site;
  /** Where the page was found in the end. */
  hostname?: string;
  /** Its address. */
  page?: string;
}

/**
 * Looks at a page as a browser would, without one: is the tag there, does it name a site that takes it, can its script load and send.
 * @param addresses of the page; the first that is reached is looked at
 */
export async function verifySite(sql: Queryable, addresses: readonly URL[], signal: AbortSignal): Promise<Verified> {
  const findings: Finding[] = [];
  const say = (check: Finding['check'], result: Finding['result'], detail: string): void => { findings.push({ check, result, detail }); };

  const unreached: string[] = [];
  let response: Response | undefined;
  for (const address of addresses) {
    const got = await get(address, signal);
    if (typeof got !== 'string') {
      response = got;
      break;
    }
    unreached.push(`${address.href} cannot be reached: ${got}.`);
  }
  if (!response) {
    say('page', 'failed', unreached.join(' '));
    return { findings };
  }
  const address = addresses[unreached.length]!;
  const url = new URL(response.url);
  if (!response.ok) {
    say('page', 'failed', `${url.href} answers ${response.status}.`);
    return { findings };
  }
  say('page', unreached.length > 0 ? 'warning' : 'ok', [...unreached, `${url.href} answers ${response.status}${url.href === address.href ? '' : `, from ${address.href}`}.`].join(' '));

  const page = readPage((await response.text()).slice(0, PAGE_BYTES), url);
  const tag = checkTags(page.tags, say);
  if (!tag) return { findings };
  checkLocal(tag, url, say);

  const site = await lookUpSite(sql, tag.site);
  if (!site) {
    say('site', 'failed', `No site here has the key ${tag.site}. 'passerby site add' makes one; copy its tag as it is.`);
    return { findings };
  }
  say('site', 'ok', `${tag.site} is ${site.domain}, in ${site.timezone}.`);
  if (allowsOrigin(site, url.origin)) say('origin', 'ok', `The site takes events from ${url.origin}.`);
  else say('origin', 'failed', `The site takes no events from ${url.origin}: its domain is ${site.domain}. Add the site with --origin ${url.origin}, or with that domain.`);

  checkConsent(tag, page, site, say);
  const endpoint = URL.parse('/api/track', tag.api || tag.src.href);
  if (!endpoint) {
    say('collector', 'failed', `data-api="${tag.api}" is no address.`);
    return { findings };
  }
  const header = response.headers.get('content-security-policy');
  checkPolicies([...(header === null ? [] : header.split(/,(?=\s*[a-z-]+\s)/)), ...page.policies], tag, endpoint, url, say);
  await checkScript(tag, url, signal, say);
  await checkCollector(endpoint, tag.site, url.origin, signal, say);
  return { findings, ...(findings.every(({ result }) => result !== 'failed') && { site, hostname: url.hostname, page: url.href }) };
}

type Say = (check: Finding['check'], result: Finding['result'], detail: string) => void;

function checkTags(tags: Tag[], say: Say): Tag | undefined {
  const trackers = tags.filter(({ banner }) => !banner);
  const [tag] = trackers;
  if (!tag) say('tag', 'failed', 'No script with data-site and src stands in the page as it is served. Paste the tag into its head; a tag manager may add it later, which cannot be seen from here.');
  else if (trackers.length > 1) say('tag', 'warning', `The tag stands in the page ${trackers.length} times. Counted is once; leave one.`);
  else say('tag', 'ok', `The tag loads ${tag.src.href}.`);
  return tag;
}

function checkLocal(tag: Tag, page: URL, say: Say): void {
  if (!isLocal(page.hostname)) return;
  if (tag.local) say('local', 'ok', `data-local: counted on ${page.hostname} too.`);
  else say('local', 'failed', `The tracker counts nothing on ${page.hostname} unless its tag says so: add data-local to it. A site of the domain localhost is given such a tag.`);
}

function checkConsent(tag: Tag, page: Page, site: Site, say: Say): void {
  const anonymous = tag.consent === 'anonymous';
  if (anonymous !== (site.consent === 'anonymous')) {
    say('consent', 'warning', `The tag says ${tag.consent ?? 'required'} and the site ${site.consent}. The browser does as the tag says; make them alike.`);
  } else if (anonymous) {
    say('consent', 'ok', 'Anonymous: counted at once, with no id and no storage.');
  } else if (page.tags.some(({ banner }) => banner)) {
    say('consent', 'ok', 'banner.js asks for consent; nothing is counted before.');
  } else {
    say('consent', 'warning', "No banner.js in the page: nothing is counted unless another consent manager calls track.consent('grant').");
  }
}

function checkPolicies(policies: string[], tag: Tag, endpoint: URL, page: URL, say: Say): void {
  const refused = [
    ...(policies.every((policy) => policyAllows(policy, 'script', tag.src, page)) ? [] : [`script-src ${tag.src.origin}`]),
    ...(policies.every((policy) => policyAllows(policy, 'connect', endpoint, page)) ? [] : [`connect-src ${endpoint.origin}`]),
  ];
  if (refused.length > 0) say('policy', 'failed', `The page's Content-Security-Policy does not allow the tracker. Add ${refused.join(' and ')}.`);
  else say('policy', 'ok', policies.length === 0 ? 'The page sets no Content-Security-Policy.' : "The page's Content-Security-Policy allows the tracker.");
}

async function checkScript(tag: Tag, page: URL, signal: AbortSignal, say: Say): Promise<void> {
  if (page.protocol === 'https:' && tag.src.protocol !== 'https:') {
    say('script', 'failed', `A page on https may not load ${tag.src.href}: serve the script on https.`);
    return;
  }
  const response = await get(tag.src, signal);
  if (typeof response === 'string') return say('script', 'failed', `${tag.src.href} cannot be reached: ${response}.`);
  const type = response.headers.get('content-type') ?? '';
  if (!response.ok || !/javascript/.test(type)) return say('script', 'failed', `${tag.src.href} answers ${response.status} with ${type || 'no type'}, and not a script.`);
  const body = Buffer.from(await response.arrayBuffer());
  const pinned = tag.integrity?.split(/\s+/).filter((hash) => /^sha(?:256|384|512)-/.test(hash)) ?? [];
  const fits = (hash: string): boolean => hash === `${hash.slice(0, 6)}-${createHash(hash.slice(0, 6)).update(body).digest('base64')}`;
  if (pinned.length > 0 && !pinned.some(fits)) return say('script', 'failed', 'The integrity attribute is of another version of the script: browsers refuse it. Copy the tag anew.');
  return say('script', 'ok', `The script loads: ${body.length} bytes${pinned.length > 0 ? ', as its integrity attribute says' : ''}.`);
}

/** Sends a batch of no events: taken like any other, and nothing is stored. */
async function checkCollector(endpoint: URL, site: string, origin: string, signal: AbortSignal, say: Say): Promise<void> {
  const response = await get(endpoint, signal, {
    method: 'POST', headers: { 'content-type': 'text/plain', origin }, body: JSON.stringify({ site, sent_at: new Date().toISOString(), events: [] }),
  });
  if (typeof response === 'string') return say('collector', 'failed', `${endpoint.href} cannot be reached: ${response}.`);
  const text = await response.text();
  if (response.status !== 202) return say('collector', 'failed', `${endpoint.href} answers ${response.status}: ${detailOf(text)}`);
  const allowed = response.headers.get('access-control-allow-origin');
  if (allowed !== '*' && allowed !== origin && new URL(endpoint).origin !== origin) {
    return say('collector', 'failed', `${endpoint.href} answers, and something between takes its CORS headers away: pages cannot read the acknowledgement.`);
  }
  return say('collector', 'ok', `${endpoint.href} takes batches of this page.`);
}

function detailOf(body: string): string {
  try {
    return (JSON.parse(body) as { detail?: string }).detail ?? body.slice(0, 200);
  } catch {
    return body.slice(0, 200);
  }
}

/** The response, or why there is none. */
async function get(url: URL, signal: AbortSignal, init: RequestInit = {}): Promise<Response | string> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(15_000)]) });
  } catch (error) {
    const { cause, message } = error as Error;
    return cause instanceof Error ? cause.message || String((cause as NodeJS.ErrnoException).code) : message;
  }
}

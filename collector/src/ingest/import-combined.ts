import { createHash } from 'node:crypto';
import { LIMITS, type Utm, type WireEvent } from '../contract/index.ts';
import { parseAccessLogLine, type AccessLogLine } from './access-log-line.ts';
import { CLICK_IDS } from './data/known-sources.ts';
import { importEvents, type Imported, type ImportOptions } from './import.ts';

/** What became of the lines of a log. Page views by bots are stored as such and stand in no figure but their own. */
export interface AccessLogCounts {
  lines: number;
  pageViews: number;
  /** Images, scripts, styles, feeds and the like: by the ending of their path. */
  staticFiles: number;
  /** Other methods than GET, and answers that were no page: redirects, errors. */
  otherRequests: number;
  /** No line of a known format. */
  unreadable: number;
}

const STATIC = /\.(?:css|js|mjs|map|json|xml|txt|rss|atom|ico|png|jpe?g|gif|svg|webp|avif|bmp|woff2?|ttf|otf|eot|mp[34]|m4a|m4v|webm|og[gv]|wav|avi|mov|pdf|zip|gz|bz2|xz|tgz|tar|rpm|deb|jar|exe|dmg|iso|swf)$/i;

/**
 * The page views of an access log as wire events, one JSON object a line, for `importEvents`. An event's id is made from its
 * line, and from how many equal ones came before, so that the same log can be imported again. `counts` fills as it goes.
 */
export async function* pageViewsOfLog(lines: AsyncIterable<string> | Iterable<string>, domain: string, counts: AccessLogCounts): AsyncGenerator<string> {
  const seen = new Map<string, number>();
  let second = -1;
  for await (const line of lines) {
    if (line === '') continue;
    counts.lines += 1;
    const request = parseAccessLogLine(line);
    const kind = request ? kindOf(request) : 'unreadable';
    counts[kind] += 1;
    if (!request || kind !== 'pageViews') continue;
    // Equal lines are of one second; logs are nearly in order, so what is long past need not be remembered.
    if (request.time > second + FORGET_MS) seen.clear();
    second = Math.max(second, request.time);
    const twins = seen.get(line) ?? 0;
    seen.set(line, twins + 1);
    yield JSON.stringify(toEvent(request, domain, idOf(line, twins, request.time)));
  }
}

const FORGET_MS = 3_600_000;

export interface ImportedLog extends Imported {
  counts: AccessLogCounts;
}

/** Stores the page views of an access log: `importEvents` for what a web server has written of a site. */
export async function importCombined({ lines, ...options }: ImportOptions): Promise<ImportedLog> {
  const counts: AccessLogCounts = { lines: 0, pageViews: 0, staticFiles: 0, otherRequests: 0, unreadable: 0 };
  const imported = await importEvents({ ...options, lines: pageViewsOfLog(lines, options.site.domain, counts) });
  return { ...imported, counts };
}

function kindOf({ method, target, status }: AccessLogLine): 'pageViews' | 'staticFiles' | 'otherRequests' {
  if (STATIC.test(target.replace(/[?#].*$/s, ''))) return 'staticFiles';
  return method === 'GET' && ((status >= 200 && status < 300) || status === 304) ? 'pageViews' : 'otherRequests';
}

function toEvent({ address, time, target, referrer, userAgent }: AccessLogLine, domain: string, id: string): WireEvent {
  const url = URL.parse(target, `http://${domain}`);
  return {
    id,
    event: 'page_view',
    timestamp: new Date(time).toISOString(),
    actor: { type: 'visitor' },
    context: {
      ...(url && { url: (url.origin + url.pathname).slice(0, LIMITS.url), ...campaignOf(url.searchParams) }),
      ...(referrer !== '' && { referrer: referrer.slice(0, LIMITS.url) }),
      client_address: address.slice(0, LIMITS.word),
      user_agent: userAgent.slice(0, LIMITS.userAgent),
    },
    properties: {},
  };
}

/** The campaign, and the name, never the value, of a click id. The rest of a query is not kept. */
function campaignOf(query: URLSearchParams): { utm?: Utm; click_id?: string } {
  const names = ['source', 'medium', 'campaign', 'term', 'content'] as const;
  const utm = Object.fromEntries(names.map((name) => [name, query.get(`utm_${name}`)?.slice(0, LIMITS.utm)]).filter(([, value]) => value));
  const clickId = [...CLICK_IDS.keys()].find((name) => query.has(name));
  return { ...(Object.keys(utm).length > 0 && { utm }), ...(clickId !== undefined && { click_id: clickId }) };
}

/** A UUIDv7 of the line's time, and of nothing but the line. */
function idOf(line: string, twins: number, time: number): string {
  const hash = createHash('sha256').update(`${line}\n${twins}`).digest('hex');
  const head = time.toString(16).padStart(12, '0');
  return `${head.slice(0, 8)}-${head.slice(8)}-7${hash.slice(0, 3)}-a${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}

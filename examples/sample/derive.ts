/**
 * Derives the sample from an access log in Apache's combined format: `node examples/sample/derive.ts access.log.gz`.
 * Keeps the page views of people (GET, 200, no static file, no bot) and drops every address: a visitor is a number.
 * Writes visits.json.gz beside this file.
 */
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { isbot } from 'isbot';

/** `[second since the log's first midnight UTC, visitor, path with its utm_ parameters, referrer or '', index into agents]` */
export type SampleView = [second: number, visitor: number, path: string, referrer: string, agent: number];
export interface Sample { source: string; days: number; agents: string[]; views: SampleView[] }

const LINE = /^(\S+) \S+ \S+ \[(\d+)\/(\w+)\/(\d+):(\d+):(\d+):(\d+) [^\]]+\] "GET (\S+) [^"]*" 200 \S+ "([^"]*)" "([^"]*)"/;
const STATIC = /\.(?:png|jpe?g|gif|ico|css|js|svg|woff2?|ttf|eot|txt|xml|rss|atom|pdf|zip|gz|bz2|tar|jar|deb|rpm|mp4|mpg|ogg|json|swf|c|h|diff|patch|sh|py|rb|pl|conf|log)$/i;
const FEED = /^\/(?:\?flav=|blog\/?\?flav|feed|.*[?&]flav=(?:rss|atom))/;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Turns the lines of a combined log into the sample. */
export function derive(lines: string[]): Sample {
  const visitors = new Map<string, number>();
  const agents = new Map<string, number>();
  const views: SampleView[] = [];
  let midnight: number | undefined;
  for (const line of lines) {
    const match = LINE.exec(line);
    if (!match) continue;
    const [, address = '', day, month = '', year, hour, minute, second, target = '', referrer = '', agent = ''] = match;
    const pathname = target.split('?')[0] ?? '';
    if (STATIC.test(pathname) || FEED.test(target) || agent === '-' || isbot(agent) || /reader|feed|rss|fetch|monitor|java|libwww/i.test(agent)) continue;
    const at = Date.UTC(Number(year), MONTHS.indexOf(month), Number(day), Number(hour), Number(minute), Number(second)) / 1000;
    midnight ??= Math.floor(at / 86_400) * 86_400;
    const visitor = index(visitors, `${address} ${agent}`);
    views.push([at - midnight, visitor, pathname + campaign(target), external(referrer), index(agents, agent)]);
  }
  views.sort((a, b) => a[0] - b[0]);
  const days = Math.ceil((views.at(-1)?.[0] ?? 0) / 86_400);
  return { source: 'semicomplete.com access log, 17-20 May 2015, from elastic/examples (Apache-2.0)', days, agents: [...agents.keys()], views };
}

function index(map: Map<string, number>, key: string): number {
  const known = map.get(key);
  if (known !== undefined) return known;
  map.set(key, map.size);
  return map.size - 1;
}

/** What is kept of a query: `?utm_source=…` and its like, without the title in brackets that feeds add, which names a person; or nothing. */
function campaign(target: string): string {
  const kept = [...new URL(target, 'http://localhost').searchParams]
    .filter(([name]) => name.startsWith('utm_'))
    .map(([name, value]) => [name, value.replace(/\s*\(.*\)$/, '')]);
  return kept.length > 0 ? `?${new URLSearchParams(kept)}` : '';
}

/** The referrer without its query; the site's own pages and nothing at all are ''. */
function external(referrer: string): string {
  if (!/^https?:\/\//.test(referrer) || /^https?:\/\/(www\.)?semicomplete\.com/.test(referrer)) return '';
  return referrer.split(/[?#]/)[0]!.slice(0, 200);
}

if (import.meta.main) {
  const file = process.argv[2];
  if (!file) throw new Error('usage: node examples/sample/derive.ts access.log[.gz]');
  const raw = fs.readFileSync(file);
  const text = (file.endsWith('.gz') ? zlib.gunzipSync(raw) : raw).toString('utf8');
  const sample = derive(text.split('\n'));
  fs.writeFileSync(path.join(import.meta.dirname, 'visits.json.gz'), zlib.gzipSync(JSON.stringify(sample), { level: 9 }));
  console.log(`${sample.views.length} page views of ${new Set(sample.views.map((v) => v[1])).size} visitors over ${sample.days} days`);
}

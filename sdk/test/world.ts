import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { WireEvent } from '../../collector/src/contract/index.ts';
import { launchBrowser } from '../../test/support/browser.ts';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import { startFaultProxy, type Arrival, type FaultProxy } from '../../test/support/fault-proxy.ts';
import { servePage } from '../../test/support/page-server.ts';
import { until } from '../../test/support/until.ts';
import type { Track } from '../src/types.ts';
import { built } from './built.ts';

declare global {
  interface Window {
    /** Whatever a test's page notes for the test to read. */
    notes: unknown[];
  }
}

/** One beat of the tracker, and one more for what it sets off. */
export const BEATS = 600;
/** Longer than the tracker collects events. */
export const INTERVAL = 2_600;

const DRAIN = 'drain';

/** A real browser and a real collector, shared by the tests of a file. */
export interface World {
  browser: Browser;
  collector: TestCollector;
  script: string;
  close(): Promise<void>;
}

export async function startWorld(): Promise<World> {
  const [browser, collector, script] = await Promise.all([launchBrowser({ args: ['--host-resolver-rules=MAP *.test 127.0.0.1'] }), startCollector(), built('passerby.js')]);
  return {
    browser,
    collector,
    script,
    async close() {
      await browser.close();
      await collector.close();
    },
  };
}

export interface VisitOptions {
  /** Attributes of the script tag beside `data-site` and `data-local`. Default: consent is granted. */
  tag?: string;
  /** False leaves out `data-local`. */
  local?: boolean;
  /** The site's domain: `localhost`, or any name that ends in `.test`. */
  host?: string;
  /** Before the tag. */
  head?: string;
  /** Of the page; by path where it is a function. `%OUT%` stands for another site, which has no tracker. */
  body?: string | ((path: string) => string);
  /** Instead of the whole page. `%TAG%` stands for the script tag, `%PROXY%` and `%KEY%` for what it names. */
  html?: string | ((path: string) => string);
  headers?: Record<string, string>;
  context?: BrowserContextOptions;
  /** Before any script of the page. */
  init?: () => void;
  /** False leaves the page's clock alone; by default it stands still until the test moves it with `pass`. */
  clock?: boolean;
  /** Where the first page goes; false opens none. Default `/`. */
  path?: string | false;
  /** Further files beside the tracker, by path. */
  files?: Record<string, string>;
}

/** A visitor's browser on a site of its own, with a proxy between it and the collector. */
export interface Visit {
  context: BrowserContext;
  page: Page;
  proxy: FaultProxy;
  /** The site's public key. */
  key: string;
  /** The origin of the site's pages. */
  site: string;
  /** What `%OUT%` stands for. */
  elsewhere: string;
  /** A further tab. */
  open(path?: string, page?: Page): Promise<Page>;
  /** Lets the clock of a tab go on by so many milliseconds, timers included. */
  pass(ms: number, page?: Page): Promise<void>;
  /** Sends all that waits in a tab, and waits until the collector has answered for it. */
  drain(page?: Page): Promise<void>;
  /** Every event that arrived at the proxy, resent ones again; but for those of `drain`. */
  sent(name?: string): WireEvent[];
  /** Waits until so many batches have arrived. */
  arrived(batches: number): Promise<Arrival[]>;
  /** Waits until the collector has so many rows of the site, and says what is in them. */
  rows(count: number): Promise<Row[]>;
  /** What the tracker keeps in the browser, without its prefix. */
  kept(page?: Page): Promise<Record<string, string>>;
  /** Queued events in the browser's storage. */
  queued(page?: Page): Promise<WireEvent[]>;
}

export interface Row {
  event_id: string;
  event: string;
  path: string | null;
  visitor: string | null;
  visit_id: string | null;
  ts: Date;
  received_at: Date;
}

export type Cleanup = () => Promise<unknown>;

/** Opens a site in a fresh browser profile; all of it is closed by `cleanup`. */
export async function visit(world: World, cleanup: Cleanup[], options: VisitOptions = {}): Promise<Visit> {
  const { tag = 'data-consent="granted"', head = '', clock = true, path = '/', local = true, host = 'localhost' } = options;
  const site = await world.collector.addSite({ domain: host });
  const proxy = await startFaultProxy(world.collector.url, { files: { '/passerby.js': world.script, ...options.files } });
  const script = `<script src="${proxy.url}/passerby.js" data-site="${site.key}" ${local ? 'data-local' : ''} ${tag}></script>`;
  const pages = await servePage((url) => {
    if (url.pathname.startsWith('/out/')) return '<!doctype html><title>Elsewhere</title>';
    const { html, body = '<body style="margin:0"><main style="height:500vh">A page</main>' } = options;
    if (html !== undefined) return (typeof html === 'string' ? html : html(url.pathname)).replaceAll('%TAG%', script).replaceAll('%PROXY%', proxy.url).replaceAll('%KEY%', site.key);
    return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page ${url.pathname}</title>${head}${script}</head>
      ${(typeof body === 'string' ? body : body(url.pathname)).replaceAll('%OUT%', elsewhere)}</html>`;
  }, options.headers);
  const origin = pages.url.replace('localhost', host);
  const elsewhere = `${pages.url.replace('localhost', 'shop.test')}/out`;
  const context = await world.browser.newContext(options.context);
  if (options.init) await context.addInitScript(options.init);
  if (clock) {
    const time = Date.now();
    await context.clock.install({ time });
    await context.clock.pauseAt(time + 1);
  }
  cleanup.push(() => context.close(), () => proxy.close(), () => pages.close());
  const prefix = `passerby:${site.key}:`;

  const opened: Visit = {
    context,
    page: await context.newPage(),
    proxy,
    key: site.key,
    site: origin,
    elsewhere,
    async open(at = '/', page) {
      const tab = page ?? (await context.newPage());
      await tab.goto(origin + at);
      // The tracker does most of its start in tasks of their own.
      if (clock) await tab.clock.runFor(1);
      return tab;
    },
    pass: async (ms, page = opened.page) => { await page.clock.runFor(ms); },
    drain: (page = opened.page) => page.evaluate(async (name) => {
      const outcome = window.track(name);
      await window.track.flush();
      await outcome;
    }, DRAIN),
    sent: (name) => proxy.arrivals.flatMap(({ batch }) => batch.events).filter(({ event }) => (name === undefined ? event !== DRAIN : event === name)),
    async arrived(batches) {
      await until(`${batches} batches have arrived`, () => proxy.arrivals.length >= batches);
      return proxy.arrivals;
    },
    async rows(count) {
      const read = () => world.collector.sql<Row[]>`
        select event_id, event, path, visitor, visit_id, ts, received_at from passerby.raw_events where site_id = ${site.site_id} order by ts, event_id`;
      let rows = await read();
      await until(`the site has ${count} rows`, async () => (rows = await read()).length >= count);
      return rows;
    },
    kept: (page = opened.page) => page.evaluate((start) => Object.fromEntries(
      Object.entries(localStorage).filter(([name]) => name.startsWith(start)).map(([name, value]) => [name.slice(start.length), value as string]),
    ), prefix),
    async queued(page) {
      return Object.entries(await opened.kept(page)).filter(([name]) => name.includes('-')).map(([, json]) => JSON.parse(json) as WireEvent);
    },
  };
  if (path !== false) await opened.open(path, opened.page);
  return opened;
}

/** `track()` in the page, as its own code calls it. */
export const track = (page: Page, ...call: Parameters<Track>): Promise<string> =>
  page.evaluate((parameters) => window.track(...parameters), call);

/** A call whose answer is not awaited. */
export const trackOnly = (page: Page, ...call: Parameters<Track>): Promise<void> =>
  page.evaluate((parameters) => { void window.track(...parameters); }, call);

/** Says whether the tab has the visitor's attention, as when another window is in front of it. */
export const setFocused = (page: Page, focused: boolean): Promise<void> =>
  page.evaluate((value) => { document.hasFocus = () => value; }, focused);

/** The tab is hidden, or seen again, as when the visitor changes tabs. Chromium without a screen hides none, so the page is told. */
export const setHidden = (page: Page, hidden: boolean): Promise<void> =>
  page.evaluate((value) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (value ? 'hidden' : 'visible') });
    document.hasFocus = () => !value;
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, hidden);

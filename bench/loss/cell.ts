import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import type { Sql } from '../../collector/src/db/connect.ts';
import { addSite } from '../../collector/src/sites/add-site.ts';
import { startFaultProxy } from '../../test/support/fault-proxy.ts';
import type { Ending } from './endings.ts';
import type { LossFault } from './faults.ts';
import { startSite } from './site.ts';

export interface LossTracker {
  name: string;
  script: string;
  /** Attributes of its tag beside `data-site` and `data-api`. */
  attributes: string;
}

export interface Counts {
  made: number;
  /** Of those made. */
  stored: number;
  /** Rows beyond the first of an event. */
  doubled: number;
}

export interface CellOptions {
  browser: Browser;
  collector: string;
  sql: Sql;
  tracker: LossTracker;
  fault: LossFault;
  ending: Ending;
  browsers: number;
}

/** Events that each page makes before its first sending, and again just before its end. */
const EACH = 5;
/** Longer than a tracker collects events. */
const SENT_MS = 2_600;
/** A tracker that still has something to say says it within this: a request given up, and the waits after it. */
const PATIENCE_MS = 75_000;
/** Where nobody comes back, what was under way arrives within this. */
const ARRIVAL_MS = 4_000;

/** Some browsers, one fault, one ending: how many events were made, and what the collector has of them. */
export async function runCell({ browser, collector, sql, tracker, fault, ending, browsers }: CellOptions): Promise<Counts> {
  const { key, site_id: siteId } = await addSite(sql, { domain: 'localhost' });
  const proxy = await startFaultProxy(collector);
  const site = await startSite(tracker.script, `<script src="/tracker.js" data-site="${key}" data-api="${proxy.url}" data-local ${tracker.attributes}></script>`);
  const contexts = await Promise.all(Array.from({ length: browsers }, () => browser.newContext()));
  const made = browsers * EACH * 2;
  try {
    const pages = await Promise.all(contexts.map(async (context) => {
      const page = await context.newPage();
      await page.goto(site.url);
      return page;
    }));
    await delay(SENT_MS);
    await fault.begin(proxy);
    await Promise.all(pages.map(async (page, n) => {
      const context = contexts[n]!;
      await ending.before?.(context);
      await make(page, `${n}a`);
      await delay(SENT_MS);
      await make(page, `${n}b`);
      await ending.end(page, context);
    }));
    await fault.end(proxy);
    await Promise.all(contexts.map(async (context) => {
      await ending.after?.(context);
      if (ending.returns === 'comes back') await (await context.newPage()).goto(site.url);
    }));
    return { made, ...(await settled(sql, siteId, made, ending.returns === 'never' ? ARRIVAL_MS : PATIENCE_MS)) };
  } finally {
    await Promise.all(contexts.map((context) => context.close()));
    await proxy.close().catch(() => undefined);
    await site.close();
  }
}

const make = (page: Page, name: string): Promise<void> =>
  page.evaluate(([mark, count]) => {
    for (let n = 0; n < Number(count); n++) void window.track('made', { mark: `${mark}${n}` });
  }, [name, String(EACH)] as const);

/** Waits until all is there, and a little longer for what comes twice. */
async function settled(sql: Sql, siteId: number, made: number, mostMs: number): Promise<{ stored: number; doubled: number }> {
  const end = performance.now() + mostMs;
  const read = async () => {
    const [row] = await sql<[{ stored: number; rows: number }]>`
      select count(distinct properties->>'mark')::integer as stored, count(*)::integer as rows
      from passerby.raw_events where site_id = ${siteId} and event = 'made'`;
    return row;
  };
  let now = await read();
  while (now.stored < made && performance.now() < end) {
    await delay(250);
    now = await read();
  }
  await delay(Math.min(ARRIVAL_MS, mostMs));
  now = await read();
  return { stored: now.stored, doubled: now.rows - now.stored };
}

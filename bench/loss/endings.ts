import { setTimeout as delay } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';

export interface Ending {
  name: string;
  /** Before the events are made. */
  before?(context: BrowserContext): Promise<void>;
  /** What becomes of the page while the fault lasts. */
  end(page: Page, context: BrowserContext): Promise<unknown>;
  /** After the fault. */
  after?(context: BrowserContext): Promise<void>;
  /** Whether the visitor's browser is seen again: by staying, or by opening the site once more. */
  returns: 'stays' | 'comes back' | 'never';
}

/** The visitor goes elsewhere, as by a link or by closing the tab: the page learns of it. */
const leave = (page: Page): Promise<unknown> => page.goto('about:blank');

/** The process of the tab ends at once: the page learns of nothing. */
async function kill(page: Page, context: BrowserContext): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const session = await context.newCDPSession(page);
  session.send('Page.crash').catch(() => undefined);
  await crashed;
}

export const ENDINGS: Ending[] = [
  { name: 'left open', end: () => delay(2_000), returns: 'stays' },
  { name: 'reloaded', end: (page) => page.reload(), returns: 'stays' },
  {
    name: 'offline meanwhile', returns: 'stays', end: () => delay(1_000),
    before: (context) => context.setOffline(true), after: (context) => context.setOffline(false),
  },
  { name: 'left, comes back', end: leave, returns: 'comes back' },
  { name: 'killed, comes back', end: kill, returns: 'comes back' },
  { name: 'left for good', end: leave, returns: 'never' },
  { name: 'killed for good', end: kill, returns: 'never' },
];

import Bowser from 'bowser';
import { isbot } from 'isbot';
import { LRUCache } from 'lru-cache';

/** What a user agent says of itself. */
export interface Agent {
  device: 'desktop' | 'mobile' | 'tablet' | 'tv' | undefined;
  browser: string | undefined;
  os: string | undefined;
  /** Why it is taken for a machine; undefined for people. */
  bot: 'no_agent' | 'headless' | 'crawler' | undefined;
}

/** Tools that look at pages for somebody and that isbot does not know. */
const TOOLS = /\b(?:GTmetrix|YLT|Miniature\.io|TSM-\w+)\b/;

const known = new LRUCache<string, Agent>({ max: 10_000 });

/** Browsers inside apps, and others that give another's name first. */
const DISGUISED: readonly (readonly [RegExp, string])[] = [
  [/\bInstagram\b/, 'Instagram'],
  [/\bFBA[NV]\//, 'Facebook'],
  [/\b(?:musical_ly|TikTok|BytedanceWebview)/i, 'TikTok'],
  [/\bPinterest\//, 'Pinterest'],
  [/\bLinkedInApp\b/, 'LinkedIn'],
  [/\bSnapchat\b/, 'Snapchat'],
  [/\bMicroMessenger\//, 'WeChat'],
  [/\bLine\//, 'LINE'],
  [/\bGSA\//, 'Google app'],
  [/\bDuckDuckGo\//, 'DuckDuckGo'],
];

/** Names as people say them, where they are not bowser's. */
const USUAL_NAMES = new Map([
  ['Microsoft Edge', 'Edge'],
  ['Samsung Internet for Android', 'Samsung Internet'],
  ['Opera Touch', 'Opera'],
  ['Chrome OS', 'ChromeOS'],
]);

/**
 * Reads a user agent, and the brands of `sec-ch-ua` where the browser sends them.
 * Remembered by its text: reading one takes 20 µs, and a site sees few of them.
 */
export function readAgent(userAgent: string, brands = ''): Agent {
  const key = brands === '' ? userAgent : `${userAgent}\n${brands}`;
  let agent = known.get(key);
  if (!agent) {
    agent = read(userAgent, brands);
    known.set(key, agent);
  }
  return agent;
}

function read(userAgent: string, brands: string): Agent {
  if (userAgent.trim() === '') return { device: undefined, browser: undefined, os: undefined, bot: 'no_agent' };
  const { browser, os, platform } = Bowser.parse(userAgent);
  const disguised = DISGUISED.find(([pattern]) => pattern.test(userAgent))?.[1];
  const name = disguised ?? (brands.includes('"Brave"') ? 'Brave' : browser.name);
  return {
    device: deviceOf(platform.type, os.name),
    browser: usualName(name),
    os: usualName(os.name),
    bot: botOf(userAgent, brands),
  };
}

function usualName(name: string | undefined): string | undefined {
  return name ? (USUAL_NAMES.get(name) ?? name).slice(0, 64) : undefined;
}

function deviceOf(type: string | undefined, os: string | undefined): Agent['device'] {
  if (type === 'desktop' || type === 'mobile' || type === 'tablet' || type === 'tv') return type;
  return os === 'Chrome OS' ? 'desktop' : undefined;
}

function botOf(userAgent: string, brands: string): Agent['bot'] {
  if (/headless/i.test(userAgent) || /headless/i.test(brands)) return 'headless';
  return isbot(userAgent) || TOOLS.test(userAgent) ? 'crawler' : undefined;
}

import type { WireEvent } from '../../collector/src/contract/index.ts';
import { chance, uuidAt, uuidOf } from './random.ts';
import { SAMPLE_DAYS } from './portfolio-events.ts';

const DAY = 86_400_000;

interface Campaign {
  utm: { source: string; medium: string; campaign: string };
  /** First and last day that it ran, counted from the sample's first. */
  days: readonly [first: number, last: number];
  /** Visits on its best day. */
  most: number;
  /** Share of its visits that end with a message to the artist. */
  response: number;
  landing: string;
}

/** Invented: the log knows no campaigns. */
const CAMPAIGNS: readonly Campaign[] = [
  { utm: { source: 'newsletter', medium: 'email', campaign: 'autumn-letter' }, days: [37, 47], most: 34, response: 0.09, landing: '/blog/' },
  { utm: { source: 'newsletter', medium: 'email', campaign: 'open-studio' }, days: [54, SAMPLE_DAYS], most: 40, response: 0.12, landing: '/projects/xdotool/' },
  { utm: { source: 'instagram', medium: 'social', campaign: 'open-studio' }, days: [53, SAMPLE_DAYS], most: 22, response: 0.04, landing: '/projects/keynav/' },
  { utm: { source: 'google', medium: 'cpc', campaign: 'brand' }, days: [0, SAMPLE_DAYS], most: 12, response: 0.03, landing: '/' },
];
const AGENTS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_3 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.3 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
];
const ZONES = ['Europe/Berlin', 'Europe/Vienna', 'Europe/Paris', 'Europe/London', 'America/New_York'];
const NEXT = ['/projects/', '/projects/xdotool/', '/about', '/projects/keynav/'];

/** Invented visits that came by four campaigns, tagged with UTM parameters; some go on to a project, some write. */
export function* campaignEvents(now: number): Generator<WireEvent> {
  const today = Math.floor(now / DAY) * DAY;
  for (const campaign of CAMPAIGNS) {
    const [first, last] = campaign.days;
    for (let day = first; day < last; day++) {
      // The most on the first day, half of it a few days on.
      const count = Math.round(campaign.most * (0.3 + 0.7 / (1 + (day - first) / 4)) * (0.75 + 0.5 * chance('strong', campaign.landing, day)));
      for (let visit = 0; visit < count; visit++) {
        for (const event of visitEvents(campaign, today - (SAMPLE_DAYS - 1 - day) * DAY, visit)) {
          if (Date.parse(event.timestamp) < now) yield event;
        }
      }
    }
  }
}

function* visitEvents({ utm, landing, response }: Campaign, midnight: number, visit: number): Generator<WireEvent> {
  const name = [utm.source, utm.campaign, midnight / DAY, visit] as const;
  let at = midnight + Math.floor((7 + 15 * chance('hour', ...name)) * 3_600_000);
  const person = uuidOf('campaign', ...name);
  const context = {
    user_agent: AGENTS[Math.floor(chance('agent', ...name) * AGENTS.length)],
    time_zone: ZONES[Math.floor(chance('zone', ...name) * ZONES.length)],
  };
  const make = (event: string, url: string, more: Partial<WireEvent['context']> = {}, properties: WireEvent['properties'] = {}): WireEvent => ({
    id: uuidAt(at, event, ...name), event, timestamp: new Date(at).toISOString(), actor: { type: 'visitor', id: person },
    context: { url: `http://localhost${url}`, ...context, ...more }, properties,
  });
  yield make('page_view', `${landing}?${new URLSearchParams(Object.entries(utm).map(([key, value]) => [`utm_${key}`, value]))}`, { utm });
  if (chance('goes on', ...name) > 0.55) return;
  at += 20_000 + Math.floor(chance('read', ...name) * 160_000);
  const next = NEXT[Math.floor(chance('next', ...name) * NEXT.length)]!;
  yield make('page_view', next);
  if (chance('writes', ...name) > response / 0.55) return;
  at += 60_000 + Math.floor(chance('think', ...name) * 240_000);
  yield make('contact_submitted', next, {}, { form: 'contact' });
}

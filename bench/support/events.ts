import topUserAgents from 'top-user-agents';
import { v7 as uuidv7 } from 'uuid';
import type { WireEvent } from '../../collector/src/contract/index.ts';
import { random } from '../../collector/test/support/random.ts';

const REFERRERS = ['https://www.google.com/', 'https://www.instagram.com/', 'https://news.ycombinator.com/item', 'https://www.behance.net/gallery/1', undefined, undefined, undefined];
const ZONES = ['Europe/Zurich', 'Europe/Berlin', 'America/New_York', 'Asia/Tokyo'];

/** The body of a batch and the browser that sends it. */
export interface Request {
  userAgent: string;
  body: string;
}

/** Batches as our tracker sends them: page views, engagement and clicks of one visitor, about 500 bytes an event, the same for the same seed but for ids and times. */
export function requests(site: string, count: number, eventsEach: number, seed = 1): Request[] {
  const pick = random(seed);
  return Array.from({ length: count }, (_, i) => {
    const userAgent = topUserAgents[pick(topUserAgents.length)] as string;
    const visitor = `0f8fad5b-d9cb-469f-a165-${(pick(50_000) + 0x1000_0000).toString(16).padStart(12, '0')}`;
    const visit = uuidv7();
    const kept = pick(10) < 5;
    const zone = ZONES[pick(ZONES.length)];
    const events = Array.from({ length: eventsEach }, (_, n): WireEvent => {
      const page = `http://localhost/work/${pick(1_000)}`;
      const kind = n % 3;
      return {
        id: uuidv7(),
        event: kind === 0 ? 'page_view' : kind === 1 ? 'engagement' : 'outbound_click',
        timestamp: new Date().toISOString(),
        actor: kept ? { type: 'visitor', id: visitor } : { type: 'visitor' },
        context: {
          url: i % 9 === 0 ? `${page}?utm_source=newsletter&utm_medium=email` : page,
          ...(i % 9 === 0 && { utm: { source: 'newsletter', medium: 'email', campaign: 'autumn' } }),
          referrer: n === 0 ? REFERRERS[pick(REFERRERS.length)] : page,
          title: `A work of ours, number ${pick(1_000)}`,
          visit_id: visit,
          screen: { width: 1_280, height: 800 },
          language: 'en-GB',
          time_zone: zone,
          sdk: { name: 'passerby', version: '0.1.0' },
        },
        properties: kind === 1 ? { engaged_ms: pick(30_000), scroll_depth: pick(101) } : kind === 2 ? { href: 'https://example.org/', text: 'More' } : {},
      };
    });
    return { userAgent, body: JSON.stringify({ site, sent_at: new Date().toISOString(), events }) };
  });
}

import { isLoopback } from '../sites/loopback.ts';
import type { EventContext, StoredEvent } from '../store/stored-event.ts';
import { acquisition } from './acquisition.ts';
import { locationFromZone } from './geo.ts';
import type { Doing, Visitor } from './identify.ts';
import { isReferrerSpam } from './referrer-spam.ts';
import type { Sender } from './sender.ts';
import { urlParts, withoutWww, type UrlParts } from './url-parts.ts';

/** The two halves of a row. */
export interface Enriched {
  event: StoredEvent;
  context: EventContext;
}

const MOST_ENGAGED_MS = 86_400_000;

/** Turns a validated event into what is stored: the columns that figures are made of. */
export function enrich({ event, device, time }: Doing, eventId: string, { visitor, visitorKept }: Visitor, sender: Sender): Enriched {
  const { context, actor, properties } = event;
  const { agent } = device;
  const person = actor.type !== 'system';
  // Our tracker leaves in an address only what the site's owner has listed; of others nothing is known.
  const page = context.url === undefined ? undefined : urlParts(context.url, context.sdk?.name === 'passerby');
  const referrer = externalReferrer(context.referrer, page, sender.site.domain);
  const from = person ? acquisition(context.utm, context.click_id, referrer?.hostname) : undefined;
  const location = person ? device.location ?? locationFromZone(context.time_zone) : undefined;
  const engagement = event.event === 'engagement';
  return {
    event: {
      batch: 0,
      context: 0,
      event_id: eventId,
      ts: new Date(time).toISOString(),
      event: event.event,
      path: page?.path,
      title: context.title,
      engaged_ms: engagement ? wholeNumber(properties['engaged_ms'], MOST_ENGAGED_MS) : undefined,
      scroll_depth: engagement ? wholeNumber(properties['scroll_depth'], 100) : undefined,
      properties: hasKeys(properties) ? properties : undefined,
    },
    context: {
      batch: 0,
      context: 0,
      actor_type: actor.type,
      visitor,
      visitor_kept: visitorKept,
      user_id: actor.user_id,
      plan: sender.origin === 'browser' ? undefined : actor.plan,
      visit_id: context.visit_id === NO_VISIT ? undefined : context.visit_id,
      hostname: page?.hostname,
      referrer: referrer && referrer.hostname + (referrer.path === '/' ? '' : referrer.path),
      source: from?.source,
      channel: from?.channel,
      utm_source: context.utm?.source,
      utm_medium: context.utm?.medium,
      utm_campaign: context.utm?.campaign,
      utm_term: context.utm?.term,
      utm_content: context.utm?.content,
      click_id: context.click_id,
      country: location?.country,
      region: location?.region,
      city: location?.city,
      device: agent.device,
      browser: agent.browser,
      os: agent.os,
      language: context.language,
      screen: context.screen && `${context.screen.width}x${context.screen.height}`,
      bot: person ? (isLoopback(sender.site.domain) ? undefined : agent.bot) ?? (referrer && isReferrerSpam(referrer.hostname) ? 'referrer_spam' : undefined) : undefined,
    },
  };
}

/** What stands in the figures for events that belong to no visit. */
const NO_VISIT = '00000000-0000-0000-0000-000000000000';

/** Host and path of the page before, where that was somewhere else. */
function externalReferrer(address: string | undefined, page: UrlParts | undefined, domain: string): UrlParts | undefined {
  if (address === undefined || address === '') return undefined;
  const app = /^android-app:\/\/([\w.]+)/.exec(address);
  const from = app ? { hostname: app[1] as string, path: '/' } : urlParts(address);
  if (!from) return undefined;
  const host = withoutWww(from.hostname);
  const own = (page && host === withoutWww(page.hostname)) || host === withoutWww(domain) || host.endsWith(`.${domain}`);
  return own ? undefined : from;
}

function wholeNumber(value: unknown, most: number): number | undefined {
  return typeof value === 'number' && value >= 0 ? Math.min(Math.round(value), most) : undefined;
}

function hasKeys(value: object): boolean {
  for (const _ in value) return true;
  return false;
}

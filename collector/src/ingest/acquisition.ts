import { LRUCache } from 'lru-cache';
import type { Utm } from '../contract/index.ts';
import { CLICK_IDS } from './data/known-sources.ts';
import { knownHost, knownName, type KnownSource } from './known-source.ts';
import { withoutWww } from './url-parts.ts';

/** Where somebody came from. */
export interface Acquisition {
  /** Name of a known place, else the campaign's own word or the referrer's host; undefined for a direct visit. */
  source: string | undefined;
  channel: string;
}

const remembered = new LRUCache<string, Acquisition>({ max: 5_000 });

/** Campaign parameters first, then the click id, then the referrer's host (undefined where there is none or it is the site's own). */
export function acquisition(utm: Utm | undefined, clickId: string | undefined, referrerHost: string | undefined): Acquisition {
  if (utm === undefined && clickId === undefined && referrerHost === undefined) return DIRECT;
  const key = `${utm?.source ?? ''}\n${utm?.medium ?? ''}\n${utm?.campaign ?? ''}\n${clickId ?? ''}\n${referrerHost ?? ''}`;
  let found = remembered.get(key);
  if (!found) {
    found = find(utm, clickId, referrerHost);
    remembered.set(key, found);
  }
  return found;
}

const DIRECT: Acquisition = { source: undefined, channel: 'Direct' };

function find(utm: Utm | undefined, clickId: string | undefined, referrerHost: string | undefined): Acquisition {
  const click = clickId === undefined ? undefined : CLICK_IDS.get(clickId.toLowerCase());
  const told = utm?.source?.trim();
  const medium = utm?.medium?.trim().toLowerCase() ?? '';
  const known = told ? knownName(told) : click ? knownName(click.source) : referrerHost === undefined ? undefined : knownHost(referrerHost);
  const source = known?.name ?? (told ? told.toLowerCase() : click?.source ?? (referrerHost === undefined ? undefined : withoutWww(referrerHost)));
  if (told || medium !== '' || utm?.campaign) {
    const channel = channelOfCampaign(medium, utm?.campaign?.toLowerCase() ?? '', known) ?? click?.channel ?? 'Unassigned';
    return { source, channel };
  }
  if (click) return { source, channel: click.channel };
  return source === undefined ? DIRECT : { source, channel: channelOfPlace(known) };
}

/** The channel that a campaign's medium stands for; undefined where it says nothing usual. docs/reference/channels.md is this table. */
function channelOfCampaign(medium: string, campaign: string, known: KnownSource | undefined): string | undefined {
  if (/^(.*cp.*|ppc|retargeting|paid.*)$/.test(medium)) {
    if (medium.includes('social') || known?.kind === 'social') return 'Paid Social';
    if (medium.includes('video') || known?.kind === 'video') return 'Paid Video';
    if (medium.includes('shop') || /\bshop(ping)?\b/.test(campaign) || known?.kind === 'shopping') return 'Paid Shopping';
    if (medium.includes('search') || known?.kind === 'search') return 'Paid Search';
    return medium === 'cpm' ? 'Display' : 'Paid Other';
  }
  if (/^(display|banner|expandable|interstitial)$/.test(medium)) return 'Display';
  if (/^(social|social[-_ ]?(network|media)|sm)$/.test(medium)) return 'Organic Social';
  if (medium === 'video') return 'Organic Video';
  if (/^(e[-_ ]?mail|newsletter|mail)$/.test(medium)) return 'Email';
  if (/^affiliates?$/.test(medium)) return 'Affiliates';
  if (medium === 'audio' || medium === 'podcast') return 'Audio';
  if (medium === 'sms') return 'SMS';
  if (medium.endsWith('push') || /mobile|notification/.test(medium)) return 'Mobile Push Notifications';
  if (/^(ai|ai[-_ ]assistant|llm|chatbot)$/.test(medium)) return 'AI Assistants';
  if (medium === 'organic') return known && known.kind !== 'search' ? channelOfPlace(known) : 'Organic Search';
  if (known) return channelOfPlace(known);
  return /^(referral|app|link)$/.test(medium) ? 'Referral' : undefined;
}

const CHANNEL_OF_KIND = {
  search: 'Organic Search',
  social: 'Organic Social',
  video: 'Organic Video',
  ai: 'AI Assistants',
  email: 'Email',
  shopping: 'Organic Shopping',
} as const;

function channelOfPlace(known: KnownSource | undefined): string {
  return known ? CHANNEL_OF_KIND[known.kind] : 'Referral';
}

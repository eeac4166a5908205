import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import type { WireEvent } from '../../collector/src/contract/index.ts';
import type { Sample, SampleView } from './derive.ts';
import { chance, uuidAt, uuidOf } from './random.ts';
import { zoneOf } from './time-zones.ts';

const DAY = 86_400_000;
/** Days that the sample fills, today included: more than twice the thirty days that are looked at first, so that these have whole days to compare with. */
export const SAMPLE_DAYS = 64;

export function readSample(): Sample {
  const packed = fs.readFileSync(path.join(import.meta.dirname, 'visits.json.gz'));
  return JSON.parse(zlib.gunzipSync(packed).toString('utf8')) as Sample;
}

/**
 * The log's four days, laid end to end over the last nine weeks until `now`, as wire events. Of each day a share of the
 * visitors is kept, less on weekends and less long ago; a quarter of them are regulars who come back in every round.
 *
 * @param part share of all this that is kept, for a site that fewer visit
 */
export function* portfolioEvents(sample: Sample, now: number, part = 1): Generator<WireEvent> {
  const byDay = Array.from({ length: sample.days }, (_, day) => sample.views.filter((view) => Math.floor(view[0] / 86_400) === day));
  const zones = new Map(sample.views.filter((view) => zoneOf(view[3])).map((view) => [view[1], zoneOf(view[3])]));
  const today = Math.floor(now / DAY) * DAY;
  for (let index = 0; index < SAMPLE_DAYS; index++) {
    const midnight = today - (SAMPLE_DAYS - 1 - index) * DAY;
    const round = Math.floor(index / sample.days);
    const weekend = [0, 6].includes(new Date(midnight).getUTCDay());
    const share = part * (0.45 + (0.55 * index) / SAMPLE_DAYS) * (weekend ? 0.7 : 1);
    for (const [position, view] of byDay[index % sample.days]!.entries()) {
      if (chance('kept', view[1], index) > share) continue;
      const at = midnight + (view[0] % 86_400) * 1_000 + Math.floor(chance('ms', index, position) * 1_000);
      const person = chance('regular', view[1]) < 0.25 ? uuidOf('visitor', view[1]) : uuidOf('visitor', view[1], round);
      if (at >= now) continue;
      const zone = zones.get(view[1]);
      yield pageView(sample, view, at, person, zone);
      if (chance('contact', person, position, index) < 0.02 && at + 90_000 < now) yield contact(sample, view, at + 90_000, person, zone);
    }
  }
}

function pageView(sample: Sample, view: SampleView, at: number, person: string, zone: string | undefined): WireEvent {
  const url = new URL(view[2], 'http://localhost');
  const utm = Object.fromEntries([...url.searchParams].map(([name, value]) => [name.replace('utm_', ''), value]));
  return {
    id: uuidAt(at, 'view', person, view[2]),
    event: 'page_view',
    timestamp: new Date(at).toISOString(),
    actor: { type: 'visitor', id: person },
    context: {
      url: url.href,
      ...(view[3] && { referrer: view[3] }),
      ...(url.search && { utm }),
      ...(zone && { time_zone: zone }),
      user_agent: sample.agents[view[4]],
    },
    properties: {},
  };
}

/** Every third asks about the work that it is on. */
function contact(sample: Sample, view: SampleView, at: number, person: string, zone: string | undefined): WireEvent {
  const page = pageView(sample, view, at, person, zone);
  const work = /^\/projects\/(\w+)/.exec(view[2])?.[1];
  return {
    ...page, id: uuidAt(at, 'contact', person),
    ...(work && chance('enquiry', person, at) < 0.33 ? { event: 'work_enquiry', properties: { work } } : { event: 'contact_submitted', properties: { form: 'contact' } }),
  };
}

/**
 * The figures counted straight from the definitions, with nothing of the database's way of doing it: slow, and easy to check
 * by reading. What it shares with docs/metrics.md is the words.
 */

export interface Event {
  id: string;
  /** ms since 1970 */
  ts: number;
  event: string;
  visitor: string | null;
  kept: boolean;
  visitId: string | null;
  path: string | null;
  source: string | null;
  bot: boolean;
}

export interface Visit {
  visitor: string;
  events: Event[];
}

const MINUTE = 60_000;

/** Every visit, in no order. Bots make none. */
export function visitsOf(events: Event[], zone: string): Visit[] {
  const people = events.filter((event) => event.visitor !== null && !event.bot);
  return [...groupBy(people, (event) => event.visitor ?? '').values()].flatMap((own) => visitsOfVisitor(own, zone));
}

function visitsOfVisitor(events: Event[], zone: string): Visit[] {
  const days = groupBy(inOrder(events), (event) => localDay(event.ts, zone));
  const fragments = new Map([...days].map(([day, own]) => [day, fragmentsOf(own)]));
  const parentOf = (fragment: Event[], day: string): Event[] | undefined => {
    const first = fragment[0]!;
    const before = fragments.get(dayBefore(day)) ?? [];
    if (!first.kept) return undefined;
    if (first.visitId !== null) return before.find((other) => other[0]!.visitId === first.visitId);
    const last = days.get(dayBefore(day))?.at(-1);
    const isFirstOfDay = days.get(day)?.[0] === first;
    if (last === undefined || !isFirstOfDay || first.ts - last.ts >= 30 * MINUTE) return undefined;
    return before.find((other) => other.includes(last));
  };
  const visits: Visit[] = [];
  const visitOf = new Map<Event[], Visit>();
  for (const day of [...days.keys()].toSorted()) {
    for (const fragment of fragments.get(day)!) {
      const parent = parentOf(fragment, day);
      const continues = parent !== undefined && parentOf(parent, dayBefore(day)) === undefined;
      const visit = continues ? visitOf.get(parent)! : { visitor: fragment[0]!.visitor!, events: [] };
      if (!continues) visits.push(visit);
      visitOf.set(fragment, visit);
      visit.events.push(...fragment);
    }
  }
  return visits.map((visit) => ({ ...visit, events: inOrder(visit.events) }));
}

/** The visits within one day of one visitor: the visit id decides, else less than 30 minutes since the event before. */
function fragmentsOf(events: Event[]): Event[][] {
  const fragments: Event[][] = [];
  const byId = new Map<string, Event[]>();
  let current: Event[] | undefined;
  let before: Event | undefined;
  for (const event of events) {
    if (event.visitId !== null) current = byId.get(event.visitId);
    else if (before === undefined || event.ts - before.ts >= 30 * MINUTE) current = undefined;
    if (current === undefined) fragments.push((current = []));
    if (event.visitId !== null) byId.set(event.visitId, current);
    current.push(event);
    before = event;
  }
  return fragments;
}

export interface Counted {
  visitors: number;
  visits: number;
  bounces: number;
  duration_ms: number;
  page_views: number;
  events: number;
}

/** The figures of the events that `inside` chooses, of the visits that start among them. */
export function count(events: Event[], visits: Visit[], inside: (event: Event) => boolean): Counted {
  const counted = events.filter((event) => !event.bot && inside(event));
  const started = visits.filter((visit) => inside(visit.events[0]!));
  return {
    visitors: new Set(counted.map((event) => event.visitor).filter((visitor) => visitor !== null)).size,
    visits: started.length,
    bounces: started.filter(isBounce).length,
    duration_ms: started.reduce((sum, visit) => sum + duration(visit), 0),
    page_views: counted.filter((event) => event.event === 'page_view').length,
    events: counted.length,
  };
}

/** The figures of what has a value among the events that `inside` chooses: its own events, and the visits, whole, in which it occurs. */
export function countItem(events: Event[], visits: Visit[], inside: (event: Event) => boolean, belongs: (event: Event) => boolean, occurs: (event: Event) => boolean): Counted {
  const own = events.filter((event) => !event.bot && inside(event) && belongs(event));
  const started = visits.filter((visit) => inside(visit.events[0]!) && visit.events.some(occurs));
  return {
    visitors: new Set(own.filter(occurs).map((event) => event.visitor).filter((visitor) => visitor !== null)).size,
    visits: started.length,
    bounces: started.filter(isBounce).length,
    duration_ms: started.reduce((sum, visit) => sum + duration(visit), 0),
    page_views: own.filter((event) => event.event === 'page_view').length,
    events: own.length,
  };
}

export function isBounce({ events }: Visit): boolean {
  const others = events.filter((event) => event.event !== 'page_view' && event.event !== 'engagement');
  return others.length === 0 && events.filter((event) => event.event === 'page_view').length === 1;
}

function duration({ events }: Visit): number {
  return events.at(-1)!.ts - events[0]!.ts;
}

function inOrder(events: Event[]): Event[] {
  return events.toSorted((a, b) => a.ts - b.ts || (a.id < b.id ? -1 : 1));
}

const formats = new Map<string, Intl.DateTimeFormat>();

function localParts(ts: number, zone: string): Record<string, string> {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'longOffset',
  });
  formats.set(zone, format);
  return Object.fromEntries(format.formatToParts(ts).map(({ type, value }) => [type, value]));
}

export function localDay(ts: number, zone: string): string {
  const { year, month, day } = localParts(ts, zone);
  return `${year}-${month}-${day}`;
}

/** The hour on the site's clock, told with its offset: an hour that the clocks repeat is two. */
export function localHour(ts: number, zone: string): string {
  const { hour, timeZoneName } = localParts(ts, zone);
  return `${localDay(ts, zone)} ${hour} ${timeZoneName}`;
}

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
}

export function groupBy<T, K>(items: T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(key(item));
    if (group) group.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

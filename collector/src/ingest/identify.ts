import type { WireEvent } from '../contract/index.ts';
import type { Salts } from '../privacy/salts.ts';
import type { Site } from '../sites/site.ts';
import { localDay } from './local-day.ts';
import type { Device } from './sender.ts';
import { keptVisitor, pseudonym } from './visitor.ts';

/** What tells who did something. */
export interface Doing {
  event: WireEvent;
  /** ms */
  time: number;
  device: Device;
}

export interface Visitor {
  /** Undefined where there is no person, or nothing to tell one by. */
  visitor: string | undefined;
  /** By an id that is kept in a browser, not by a pseudonym of the day. */
  visitorKept: boolean;
}

const NOBODY: Visitor = { visitor: undefined, visitorKept: false };

/** Finds the visitor key of each of these events, after loading the salts that their days need. */
export async function identifier(site: Site, salts: Salts, all: readonly Doing[]): Promise<(doing: Doing) => Visitor> {
  const missing = all.filter(needsPseudonym).map(({ time }) => localDay(site.timezone, time)).filter((day) => !salts.peek(day));
  if (missing.length > 0) await salts.load(missing);
  let last: { device: Device; day: string; visitor: Visitor } | undefined;

  /** The events of a batch mostly come from one device on one day: hashed once. */
  function underPseudonym({ device, time }: Doing): Visitor {
    const day = localDay(site.timezone, time);
    if (last?.device !== device || last.day !== day) {
      const salt = salts.peek(day);
      const visitor = salt && pseudonym(salt, site.siteId, day, device.network, device.userAgent);
      last = { device, day, visitor: { visitor, visitorKept: false } };
    }
    return last.visitor;
  }

  return (doing) => {
    const { type, id } = doing.event.actor;
    if (type !== 'system' && id !== undefined) return { visitor: keptVisitor(site.siteId, id), visitorKept: true };
    return needsPseudonym(doing) ? underPseudonym(doing) : NOBODY;
  };
}

function needsPseudonym({ event: { actor }, device }: Doing): boolean {
  return actor.type !== 'system' && actor.id === undefined && device.network !== '';
}

import type { Meta } from './stats.ts';
import type { DropReason, RejectReason } from './reasons.ts';

/** How far the figures of a range can be trusted. */
export interface Quality {
  consent: {
    /** Visitors that the banner asked and that answered: granted + denied. */
    asked: number;
    /** Of those, the ones that allowed statistics. */
    granted: number;
    denied: number;
    /** granted / asked, 0..1; null where nobody was asked. */
    coverage: number | null;
  };
  events: {
    /** In the figures of the range: those of people. */
    stored: number;
    /** Stored, and in no figure: those of bots. */
    bots: number;
    /** Refused when they arrived in the range, by reason, most first. */
    rejected: { reason: RejectReason; events: number }[];
    /** Sent again and recognised: counted once. */
    duplicates: number;
    /** What trackers say they gave up on before it was acknowledged, by reason, most first. */
    dropped_by_trackers: { reason: DropReason; events: number }[];
  };
  /** Seconds from now back to the oldest event that waits to be counted; 0 where none waits. */
  lag_seconds: number;
  meta: Meta;
}

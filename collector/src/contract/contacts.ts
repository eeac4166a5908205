import type { Compared, Meta } from './stats.ts';

/** Events by which a visitor turns to the artist. */
export const CONTACT_EVENTS = ['contact_submitted', 'work_enquiry'] as const;

export interface ContactFigures {
  /** Events of {@link CONTACT_EVENTS}. */
  submissions: number;
  /** Distinct visitors that sent at least one. */
  visitors: number;
  /** visitors / all visitors of the range, 0..1. */
  contact_rate: number;
}

export interface Contacts extends ContactFigures {
  previous?: Compared<ContactFigures>;
  /** Every day of the range, `YYYY-MM-DD`. */
  points: { t: string; submissions: number; partial: boolean }[];
  /** By the source of the visit, most visitors first, at most 20; the empty value is a direct visit. */
  sources: { value: string; submissions: number; visitors: number }[];
  meta: Meta;
}

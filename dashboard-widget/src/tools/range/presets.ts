import { addDays } from '../../data/days.ts';
import { PERIODS, type Period, type Query } from '../../data/query.ts';
import type { MessageKey } from '../../strings/messages.ts';
import { addMonths } from '../calendar/month-days.ts';

export interface Preset {
  name: MessageKey;
  change: Pick<Query, 'period' | 'from' | 'to'>;
  /** The first day that it shows. */
  first: string;
}

/** Days that a period goes back, today included. */
const BACK: Readonly<Record<Period, (today: string) => string>> = {
  today: (today) => today,
  '7d': (today) => addDays(today, -6),
  '30d': (today) => addDays(today, -29),
  '90d': (today) => addDays(today, -89),
  '12mo': (today) => addMonths(`${today.slice(0, 7)}-01`, -11),
};

/** Ranges by name: those that move with the day, and those that the calendar ends. */
export function presets(today: string): Preset[] {
  const fixed = (name: MessageKey, from: string, to: string): Preset => ({ name, first: from, change: { period: '', from, to } });
  const month = `${today.slice(0, 7)}-01`;
  return [
    ...PERIODS.map((period): Preset => ({ name: `period_${period}`, first: BACK[period](today), change: { period, from: '', to: '' } })),
    fixed('yesterday', addDays(today, -1), addDays(today, -1)),
    fixed('this_month', month, today),
    fixed('last_month', addMonths(month, -1), addDays(month, -1)),
  ];
}

import { addDays } from '../../data/days.ts';

/** 1 is Monday, 7 Sunday. */
export const weekday = (day: string): number => new Date(day).getUTCDay() || 7;

/** The same day of another month, or its last one where it is shorter. */
export function addMonths(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + count, 0));
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), Math.min(date, last.getUTCDate()))).toISOString().slice(0, 10);
}

/** The month of a day in weeks of seven; undefined stands for days of other months. */
export function monthDays(day: string, firstWeekday: number): (string | undefined)[][] {
  const first = `${day.slice(0, 7)}-01`;
  const lead = (weekday(first) - firstWeekday + 7) % 7;
  const count = Number(addDays(addMonths(first, 1), -1).slice(8));
  const weeks = Math.ceil((lead + count) / 7);
  return Array.from({ length: weeks }, (_week, row) =>
    Array.from({ length: 7 }, (_day, column) => {
      const at = row * 7 + column - lead;
      return at < 0 || at >= count ? undefined : addDays(first, at);
    }));
}

import { addDays } from '../../data/days.ts';
import { addMonths, weekday } from './month-days.ts';

/** The day to which a key leads; undefined for other keys. With Shift, Page keys go by years. */
export function calendarStep({ key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>, day: string, firstWeekday: number, rtl: boolean): string | undefined {
  const into = (weekday(day) - firstWeekday + 7) % 7;
  if (key === 'ArrowLeft') return addDays(day, rtl ? 1 : -1);
  if (key === 'ArrowRight') return addDays(day, rtl ? -1 : 1);
  if (key === 'ArrowUp') return addDays(day, -7);
  if (key === 'ArrowDown') return addDays(day, 7);
  if (key === 'Home') return addDays(day, -into);
  if (key === 'End') return addDays(day, 6 - into);
  if (key === 'PageUp') return addMonths(day, shiftKey ? -12 : -1);
  if (key === 'PageDown') return addMonths(day, shiftKey ? 12 : 1);
  return undefined;
}

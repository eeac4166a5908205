/** No zone changes its offset within such a quarter of an hour, so one answer holds for all of it. */
const QUARTER_MS = 900_000;
const MOST_REMEMBERED = 4_000;

const calendars = new Map<string, Calendar>();

interface Calendar {
  format: Intl.DateTimeFormat;
  days: Map<number, string>;
}

/** The date (`YYYY-MM-DD`) that a zone's calendar shows at a moment. Remembers, because asking Intl costs more than the rest of an event. */
export function localDay(zone: string, ms: number): string {
  let calendar = calendars.get(zone);
  if (!calendar) {
    calendar = { format: new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' }), days: new Map() };
    calendars.set(zone, calendar);
  }
  const quarter = Math.floor(ms / QUARTER_MS);
  let day = calendar.days.get(quarter);
  if (day === undefined) {
    day = calendar.format.format(quarter * QUARTER_MS);
    if (calendar.days.size >= MOST_REMEMBERED) calendar.days.clear();
    calendar.days.set(quarter, day);
  }
  return day;
}

/** Milliseconds of a UTC day. Local days are handled as UTC dates, which have no daylight saving. */
const DAY = 86_400_000;

/** Days from `from` to `to`, both included. */
export const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / DAY + 1;

/** The local day `count` days later, `YYYY-MM-DD`. */
export const addDays = (day: string, count: number): string =>
  new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10);

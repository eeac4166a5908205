import type { Interval } from '../../../collector/src/contract/index.ts';

/** From here on a card abbreviates: 128,450 becomes 128K. */
const COMPACT_FROM = 100_000;

/** Numbers and dates of one language. Local days and hours are read as UTC, so that no browser's zone moves them. */
export class Formats {
  readonly #locale: string;
  readonly #made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

  constructor(locale: string) {
    this.#locale = locale;
  }

  /** A count in full; a mean with up to two places. */
  number(value: number): string {
    return this.#number('full', { maximumFractionDigits: 2 }).format(value);
  }

  /** A number short enough for a card or an axis. */
  short(value: number): string {
    if (Math.abs(value) < COMPACT_FROM) return this.number(value);
    return this.#number('short', { notation: 'compact', maximumFractionDigits: 1 }).format(value);
  }

  /** @param share 0..1 */
  percent(share: number, signDisplay: 'auto' | 'exceptZero' = 'auto'): string {
    const digits = Math.abs(share) < 0.0995 ? 1 : 0;
    return this.#number(`percent${digits}${signDisplay}`, { style: 'percent', maximumFractionDigits: digits, signDisplay }).format(share);
  }

  signed(value: number): string {
    return this.#number('signed', { maximumFractionDigits: 1, signDisplay: 'exceptZero' }).format(value);
  }

  /** `2m 5s`; from an hour on, `1h 4m`. */
  duration(seconds: number): string {
    const whole = Math.round(seconds);
    const parts: [number, string][] = whole < 3600
      ? [[Math.floor(whole / 60), 'minute'], [whole % 60, 'second']]
      : [[Math.floor(whole / 3600), 'hour'], [Math.floor((whole % 3600) / 60), 'minute']];
    return parts
      .filter(([count], index) => index === 1 || count > 0)
      .map(([count, unit]) => this.#number(unit, { style: 'unit', unit, unitDisplay: 'narrow' }).format(count))
      .join(' ');
  }

  /** A bucket's start, long enough to stand alone. */
  bucket(start: string, interval: Interval): string {
    const date = localDate(start);
    if (interval === 'hour') return this.#date('hour', { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' }).format(date);
    if (interval === 'month') return this.#date('month', { month: 'long', year: 'numeric' }).format(date);
    return this.#date('day', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(date);
  }

  /** A bucket's start, as short as an axis needs it. */
  tick(start: string, interval: Interval, oneDay: boolean): string {
    const date = localDate(start);
    if (interval === 'hour' && oneDay) return this.#date('tickHour', { hour: 'numeric', minute: '2-digit' }).format(date);
    if (interval === 'month') return this.#date('tickMonth', { month: 'short', year: '2-digit' }).format(date);
    return this.#date('tickDay', { day: 'numeric', month: 'short' }).format(date);
  }

  /** First and last local day. */
  range(from: string, to: string): string {
    return this.#date('range', { day: 'numeric', month: 'short', year: 'numeric' }).formatRange(localDate(from), localDate(to));
  }

  /** An instant in the site's own time zone. */
  instant(iso: string, timeZone: string): string {
    return this.#date(`instant${timeZone}`, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(iso));
  }

  #number(name: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
    return this.#keep(name, () => new Intl.NumberFormat(this.#locale, options));
  }

  #date(name: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return this.#keep(name, () => new Intl.DateTimeFormat(this.#locale, { timeZone: 'UTC', ...options }));
  }

  #keep<T extends Intl.NumberFormat | Intl.DateTimeFormat>(name: string, make: () => T): T {
    const known = this.#made.get(name) as T | undefined;
    if (known) return known;
    const made = make();
    this.#made.set(name, made);
    return made;
  }
}

/** The wall clock that `2025-03-30T14:00:00+02:00` or `2025-03-30` shows, as if it were UTC. */
const localDate = (start: string): Date => new Date(`${start.slice(0, 10)}T${start.slice(11, 16) || '00:00'}Z`);

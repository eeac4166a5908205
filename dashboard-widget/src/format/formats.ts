import type { Interval } from '../../../collector/src/contract/index.ts';

/** From here on a card abbreviates: 128,450 becomes 128K. */
const COMPACT_FROM = 100_000;

const DAY = { day: 'numeric', month: 'short' } as const;
const CLOCK = { hour: 'numeric', minute: '2-digit' } as const;

/** Numbers and dates of one language. Local days and hours are read as UTC, so that no browser's zone moves them. */
export class Formats {
  readonly #locale: string;
  readonly #made = new Map<string, Intl.NumberFormat | Intl.DateTimeFormat>();

  constructor(locale: string) {
    this.#locale = locale;
  }

  /** A count in full; a mean with up to two places. */
  number(value: number): string {
    return this.#number({ maximumFractionDigits: 2 }).format(value);
  }

  /** A count with its sign. */
  signed(value: number): string {
    return this.#number({ signDisplay: 'exceptZero' }).format(value);
  }

  /** A number short enough for a card or an axis. */
  short(value: number): string {
    if (Math.abs(value) < COMPACT_FROM) return this.number(value);
    return this.#number({ notation: 'compact', maximumFractionDigits: 1 }).format(value);
  }

  /** @param share 0..1 */
  percent(share: number): string {
    const little = share > 0 && share < 0.001;
    const text = this.#number({ style: 'percent', maximumFractionDigits: share < 0.0995 ? 1 : 0 }).format(little ? 0.001 : share);
    return little ? `<${text}` : text;
  }

  /** `2m 5s`; from an hour on, `1h 4m`. */
  duration(seconds: number): string {
    const whole = Math.round(seconds);
    const parts: [number, string][] = whole < 3600
      ? [[Math.floor(whole / 60), 'minute'], [whole % 60, 'second']]
      : [[Math.floor(whole / 3600), 'hour'], [Math.floor((whole % 3600) / 60), 'minute']];
    return parts
      .filter(([count], index) => index === 1 || count > 0)
      .map(([count, unit]) => this.#number({ style: 'unit', unit, unitDisplay: 'narrow' }).format(count))
      .join(' ');
  }

  /** A bucket's start, long enough to stand alone. */
  bucket(start: string, interval: Interval): string {
    const weekday = { weekday: 'short', ...DAY } as const;
    return this.#date(
      interval === 'hour' ? { ...weekday, ...CLOCK } : interval === 'month' ? { month: 'long', year: 'numeric' } : { ...weekday, year: 'numeric' },
    ).format(localDate(start));
  }

  /** A bucket's start, as short as an axis needs it. */
  tick(start: string, interval: Interval, oneDay: boolean): string {
    const options = interval === 'month' ? { month: 'short', year: '2-digit' } as const : interval === 'hour' && oneDay ? CLOCK : DAY;
    return this.#date(options).format(localDate(start));
  }

  /** First and last local day. */
  range(from: string, to: string): string {
    return this.#date({ ...DAY, year: 'numeric' }).formatRange(localDate(from), localDate(to));
  }

  /** An instant in the site's own time zone. */
  instant(iso: string, timeZone: string): string {
    return this.#date({ dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(iso));
  }

  #number(options: Intl.NumberFormatOptions): Intl.NumberFormat {
    return this.#keep(options, () => new Intl.NumberFormat(this.#locale, options));
  }

  #date(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
    return this.#keep(options, () => new Intl.DateTimeFormat(this.#locale, { timeZone: 'UTC', ...options }));
  }

  /** Making a formatter takes longer than all its work. */
  #keep<T extends Intl.NumberFormat | Intl.DateTimeFormat>(options: object, make: () => T): T {
    const name = JSON.stringify(options);
    const made = (this.#made.get(name) as T | undefined) ?? make();
    this.#made.set(name, made);
    return made;
  }
}

/** The wall clock that `2025-03-30T14:00:00+02:00` or `2025-03-30` shows, as if it were UTC. */
const localDate = (start: string): Date => new Date(`${start.slice(0, 10)}T${start.slice(11, 16) || '00:00'}Z`);

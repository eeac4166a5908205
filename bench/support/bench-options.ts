import { parseArgs } from 'node:util';

export interface BenchOptions {
  events: number;
  sites: number;
  days: number;
  /** Folder of a database that is kept, and used again by the next benchmark of the same day and size. */
  keep: string | undefined;
}

const WHOLE_EVENTS = 10_000_000;

/** `--events 10000000 --sites 1000 --days 90 --keep FOLDER`, or what is left of them. */
export function benchOptions(args: string[]): BenchOptions {
  const { values } = parseArgs({ args, options: { events: { type: 'string' }, sites: { type: 'string' }, days: { type: 'string' }, keep: { type: 'string' } } });
  const number = (text: string | undefined, otherwise: number) => {
    const value = text === undefined ? otherwise : Number(text.replaceAll('_', ''));
    if (!Number.isInteger(value) || value < 1) throw new Error(`'${text}' is not a number.`);
    return value;
  };
  return { events: number(values.events, WHOLE_EVENTS), sites: number(values.sites, 1_000), days: number(values.days, 90), keep: values.keep };
}

/** Less than all of it is a try, whose figures are shown and not kept. */
export function isWhole({ events }: BenchOptions): boolean {
  return events >= WHOLE_EVENTS;
}

import { UsageError } from './command.ts';

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/** `90s`, `15m`, `1h`, `7d` in seconds; throws a UsageError for anything else. */
export function parseDuration(text: string): number {
  const match = /^([1-9]\d{0,6})([smhd])$/.exec(text);
  if (!match) throw new UsageError(`'${text}' is not a duration. Write a number and s, m, h or d: 15m, 1h, 7d.`);
  return Number(match[1]) * SECONDS[match[2] as keyof typeof SECONDS];
}

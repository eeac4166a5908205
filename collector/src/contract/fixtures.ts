import fs from 'node:fs';
import type { RejectReason } from './reasons.ts';
import type { WireEvent } from './event.ts';

/** Events that every collector accepts, as trackers of version 1 of the wire send them. Files, so that other languages can use them. */
export const acceptFixtures = read<{ title: string; event: WireEvent }[]>('v1-accept.json');

/** Events that every collector refuses, each with its reason. */
export const rejectFixtures = read<{ title: string; event: unknown; reason: RejectReason }[]>('v1-reject.json');

function read<T>(file: string): T {
  return JSON.parse(fs.readFileSync(new URL(`./fixtures/${file}`, import.meta.url), 'utf8')) as T;
}

import { attempt } from './attempt.ts';

/** Adds one guarded listener for several event types, in the capture phase, where no handler of the page can stop them. */
export const listen = <E extends Event>(target: EventTarget, types: string, handler: (event: E) => void): void =>
  types.split(' ').forEach((type) => target.addEventListener(type, (event) => attempt(() => handler(event as E)), true));

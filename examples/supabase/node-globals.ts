/** What Node has everywhere and Deno only as modules. */
export { Buffer } from 'node:buffer';
export { default as process } from 'node:process';
export { setImmediate } from 'node:timers';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** A host that only this machine reaches: a site there is one under development, where automated browsers are welcome. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.has(host);
}

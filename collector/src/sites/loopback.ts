const LOOPBACK = /^(?:.+\.)?localhost$|^127(?:\.\d{1,3}){3}$|^\[::1\]$/;

/** A host that only this machine reaches: a site there is one under development, where automated browsers are welcome. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

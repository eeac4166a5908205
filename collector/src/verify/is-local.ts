/** Whether the tracker takes a host for a developer's machine, where it counts nothing without `data-local`: as it decides itself, in sdk/src/place.ts. */
export function isLocal(hostname: string): boolean {
  return /localhost$|^127\.|^\[/.test(hostname);
}

/** What every system takes as the name of a file: a property or a funnel may be called anything. */
export function fileName(...parts: string[]): string {
  return parts.map((part) => part.replaceAll(/[^\w.-]+/g, '_')).join('-').slice(0, 150);
}

const MARKS = { ok: '✓', warning: '!', failed: '✗' } as const;

/** What was found, as a line for people. */
export function findingLine({ result, check, detail }: { result: keyof typeof MARKS; check: string; detail: string }): string {
  return `${MARKS[result]} ${check.padEnd(11)} ${detail}`;
}

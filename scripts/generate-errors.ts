import { DROP_MEANINGS, DROP_REASONS, LIMITS, PROBLEMS, REJECT_MEANINGS, REJECT_REASONS } from '../collector/src/contract/index.ts';

/** docs/reference/errors.md: every code of an error and every reason of a refusal, from the contract. */
export function errorsReference(): string {
  const problems = Object.entries(PROBLEMS).map(([code, [status, sentence]]) => `### ${code.replaceAll('_', ' ')}\n\n\`${code}\`, ${status}. ${sentence}\n`);
  return `# Errors and reasons

Generated from \`collector/src/contract/problems.ts\` and \`reasons.ts\`. Codes are stable: decide by them, and show the sentences to people.

## Errors

An error is \`application/problem+json\`: \`{ "type": "about:blank", "title", "status", "code", "detail" }\`; \`detail\` says what to do, often more exactly than
below. \`forbidden_by_plan\` adds \`limit\`, what of the plan refused it, and \`allowed_by\`, the plans that would allow it. 429 and 503 bring \`Retry-After\`, seconds.

${problems.join('\n')}
## Why an event is not stored

A batch that can be read is answered 202, and each event that is not stored stands under \`rejected\`, by its place, its id and its reason. The same
reasons are counted in \`GET /api/stats/{site}/quality\`, the metrics and \`passerby\`'s \`analytics.ingest_failure\`.

| reason | meaning |
| --- | --- |
${REJECT_REASONS.map((reason) => `| \`${reason}\` | ${REJECT_MEANINGS[reason]} |`).join('\n')}

An event is at most ${LIMITS.eventBytes.toLocaleString('en')} bytes of JSON with at most ${LIMITS.properties} properties, and is accepted for ${LIMITS.acceptedAgeMs / 86_400_000} days. A batch holds at most ${LIMITS.events.toLocaleString('en')} events in ${LIMITS.bodyBytes.toLocaleString('en')} bytes.

## Why the tracker gives up on an event

It tells with its next batch how many it dropped, by reason; they stand in \`quality\` as \`dropped_by_trackers\`.

| reason | meaning |
| --- | --- |
${DROP_REASONS.map((reason) => `| \`${reason}\` | ${DROP_MEANINGS[reason]} |`).join('\n')}
`;
}

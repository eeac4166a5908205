import { LIMITS, ProblemError } from '../contract/index.ts';
import type { ParsedBody } from '../ingest/body-parsers.ts';
import { parseJson } from '../ingest/parse-json.ts';

/**
 * Reads a body as the collector's parsers do: both content types by the same parser, up to the limit and not a byte more,
 * nothing that is compressed.
 * @throws {ProblemError} unsupported_media_type, body_too_large, malformed_json
 */
export async function readBody({ headers, body }: Request): Promise<ParsedBody> {
  const encoding = headers.get('content-encoding');
  if (encoding !== null && encoding !== 'identity') throw new ProblemError('unsupported_media_type');
  if (body === null) throw new ProblemError('malformed_json', 'There is no body.');
  if (!/^(?:text\/plain|application\/json)\s*(?:;|$)/i.test(headers.get('content-type') ?? '')) throw new ProblemError('unsupported_media_type');
  if (Number(headers.get('content-length')) > LIMITS.bodyBytes) throw new ProblemError('body_too_large');
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > LIMITS.bodyBytes) throw new ProblemError('body_too_large');
    chunks.push(chunk);
  }
  return { json: parseJson(Buffer.concat(chunks)), bytes };
}

import { isUtf8 } from 'node:buffer';
import sjson from 'secure-json-parse';
import { ProblemError } from '../contract/index.ts';

/**
 * The one parser of both content types. Bytes that are no UTF-8 are refused rather than silently replaced; keys that reach
 * for a prototype are dropped, wherever they stand. Deep nesting is harmless: nothing here or later recurses.
 * @throws {ProblemError} malformed_json
 */
export function parseJson(body: Buffer): unknown {
  if (!isUtf8(body)) throw new ProblemError('malformed_json', 'The body is not UTF-8.');
  return parseJsonText(body.toString('utf8'));
}

/** As {@link parseJson}, for text that is known to be text. */
export function parseJsonText(text: string): unknown {
  try {
    return sjson.parse(text, { protoAction: 'remove', constructorAction: 'remove' });
  } catch {
    throw new ProblemError('malformed_json');
  }
}

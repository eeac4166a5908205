import type { FastifyInstance } from 'fastify';
import { LIMITS, ProblemError } from '../contract/index.ts';
import { parseJson } from './parse-json.ts';

/** A body as it came, and how many bytes it was. */
export interface ParsedBody {
  /** Whoever has read it may let go of it. */
  json: unknown;
  bytes: number;
}

/**
 * Reads both content types by the same parser, up to the limit and not a byte more. A browser sends text/plain, because
 * application/json would ask for permission first. Compressed bodies are refused: a small one can unfold to a large one.
 */
export function addBodyParsers(app: FastifyInstance, bodyLimit: number = LIMITS.bodyBytes): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(['text/plain', 'application/json'], { parseAs: 'buffer', bodyLimit }, (_request, body, done) => {
    try {
      done(null, { json: parseJson(body as Buffer), bytes: body.length } satisfies ParsedBody);
    } catch (error) {
      done(error as Error);
    }
  });
  app.addHook('onRequest', (request, _reply, done) => {
    const encoding = request.headers['content-encoding'];
    done(encoding === undefined || encoding === 'identity' ? undefined : new ProblemError('unsupported_media_type'));
  });
}

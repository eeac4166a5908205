import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError, type ProblemCode } from '../contract/index.ts';

/** What Fastify itself refuses, in our words. */
const FASTIFY_PROBLEMS = new Map<string, ProblemCode>([
  ['FST_ERR_CTP_BODY_TOO_LARGE', 'body_too_large'],
  ['FST_ERR_CTP_INVALID_MEDIA_TYPE', 'unsupported_media_type'],
  ['FST_ERR_CTP_INVALID_CONTENT_LENGTH', 'malformed_json'],
  ['FST_ERR_CTP_EMPTY_JSON_BODY', 'malformed_json'],
  ['FST_ERR_CTP_INVALID_JSON_BODY', 'malformed_json'],
  ['FST_ERR_VALIDATION', 'invalid_query'],
  ['FST_ERR_BAD_URL', 'not_found'],
  ['FST_ERR_MAX_PARAM_LENGTH', 'not_found'],
]);

/** Of Node, postgres.js and Postgres: there is no connection, or it was lost, or the other side cannot now or took too long. */
const AWAY = /^(?:CONNECT_TIMEOUT|CONNECTION_\w+|ECONN\w+|EPIPE|ENOTFOUND|ETIMEDOUT|DEADLINE|(?:08|53|57)\w{3}|25P03)$/;
const RETRY_AFTER_SECONDS = 5;

/** Answers every error as `application/problem+json`, and logs those that are ours. */
export function handleProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: Error, request, reply) => {
    const problem = problemOf(error);
    if (problem.status === 500) request.log.error({ err: error, req: request.raw }, 'a request failed');
    return sendProblem(problem, request, reply);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(new ProblemError('not_found'), request, reply));
}

function problemOf(error: Error): ProblemError {
  if (error instanceof ProblemError) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (AWAY.test(code)) return new ProblemError('database_unavailable', undefined, RETRY_AFTER_SECONDS);
  return new ProblemError(FASTIFY_PROBLEMS.get(code) ?? 'internal');
}

/** Answers an error in our words. */
export function sendProblem(error: Error, _request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = problemOf(error);
  if (problem.retryAfter !== undefined) reply.header('retry-after', String(problem.retryAfter));
  return reply.code(problem.status).header('cache-control', 'private, no-store').type('application/problem+json').send(JSON.stringify(problem));
}

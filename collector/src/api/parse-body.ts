import type { z } from 'zod';
import { ProblemError } from '../contract/index.ts';
import { issueWords } from '../contract/issue-words.ts';

/**
 * Reads a body that was JSON.
 * @throws {ProblemError} invalid_body, naming each field that is wrong
 */
export function parseBody<T extends z.ZodType>(schema: T, body: unknown): z.output<T> {
  const parsed = schema.safeParse(body, { error: issueWords });
  if (parsed.success) return parsed.data;
  throw new ProblemError('invalid_body', parsed.error.issues.map((issue) => `${issue.path.join('.') || 'The body'}: ${issue.message}.`).join(' '));
}

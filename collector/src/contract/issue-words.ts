import type { z } from 'zod';

/** A raw issue of zod, in so far as it is told. */
type Issue = Parameters<z.core.$ZodErrorMap>[0];

const KINDS: Record<string, string> = { string: 'a text', int: 'a whole number', boolean: 'true or false', array: 'a list', object: 'an object', record: 'an object', null: 'null' };
const FORMATS: Record<string, string> = {
  url: 'is not an address, as in https://example.com', email: 'is not an e-mail address', uuid: 'is not a UUID', date: 'is not a day, as in 2026-03-31',
  datetime: 'is not a time with a zone, as in 2026-03-31T12:00:00Z',
};

/**
 * What is wrong with a value, in words that follow its name: `is missing`, `needs at least 2`. Given to a parse as its `error`;
 * what a schema says itself goes before.
 */
export function issueWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type': return issue.input === undefined ? 'is missing' : `is not ${KINDS[issue.expected] ?? `a ${issue.expected}`}`;
    case 'invalid_value': return `is one of ${issue.values.join(', ')}`;
    case 'invalid_format': return FORMATS[issue.format] ?? 'is not written as it must be';
    case 'unrecognized_keys': return `has what is not known: ${issue.keys.join(', ')}`;
    case 'invalid_union': return [...new Set(issue.errors.map(([first]) => first?.message))].join(' and ') || 'is not understood';
    case 'invalid_key': return `has a name that ${issue.issues[0]?.message ?? 'is not understood'}`;
    case 'too_small': return few(issue.origin, issue.minimum);
    case 'too_big': return many(issue.origin, issue.maximum);
    case 'custom':
    case 'invalid_element':
    case 'not_multiple_of': return 'is not understood';
  }
}

function few(of: string, least: number | bigint): string {
  if (of === 'string') return Number(least) === 1 ? 'is empty' : `has fewer than ${least} characters`;
  return of === 'array' ? `needs at least ${least}` : `is less than ${least}`;
}

function many(of: string, most: number | bigint): string {
  if (of === 'string') return `has more than ${most} characters`;
  return of === 'array' ? `takes at most ${most}` : `is more than ${most}`;
}

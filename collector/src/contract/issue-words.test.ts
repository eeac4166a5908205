import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { issueWords } from './issue-words.ts';

const told = (schema: z.ZodType, value: unknown): string | undefined => schema.safeParse(value, { error: issueWords }).error?.issues[0]?.message;

describe('what is wrong with a value', () => {
  it.each<[string, z.ZodType, unknown]>([
    ['is missing', z.string(), undefined],
    ['is not a text', z.string(), 1],
    ['is not a number', z.coerce.number(), 'x'],
    ['is not a whole number', z.int(), 1.5],
    ['is not a list', z.array(z.string()), 'x'],
    ['is one of a, b', z.enum(['a', 'b']), 'c'],
    ['is not an address, as in https://example.com', z.url(), 'x'],
    ['is not written as it must be', z.string().regex(/x/), 'y'],
    ['has what is not known: colour', z.strictObject({}), { colour: 1 }],
    ['is not a text and is not a number', z.union([z.string(), z.number()]), true],
    ['has a name that is empty', z.record(z.string().min(1), z.string()), { '': 'x' }],
    ['needs at least 2', z.array(z.string()).min(2), []],
    ['takes at most 1', z.array(z.string()).max(1), ['a', 'b']],
    ['is empty', z.string().min(1), ''],
    ['has fewer than 3 characters', z.string().min(3), 'a'],
    ['has more than 3 characters', z.string().max(3), 'abcd'],
    ['is less than 0', z.number().min(0), -1],
    ['is more than 9', z.number().max(9), 10],
    ['must be x, as the schema says', z.string().regex(/x/, 'must be x, as the schema says'), 'y'],
  ])('%s', (words, schema, value) => {
    expect(told(schema, value)).toBe(words);
  });
});

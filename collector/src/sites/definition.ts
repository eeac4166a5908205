import { z } from 'zod';
import { LIMITS, ProblemError } from '../contract/index.ts';
import { eventName } from '../contract/schema.ts';
import type { Sql, Transaction } from '../db/connect.ts';
import { codeOf } from '../store/database-errors.ts';

/** Goals, and funnels, that a site may have at once. */
const MOST = 100;
const UNIQUE_VIOLATION = '23505';

/** Postgres stores neither a NUL nor half a character. */
const text = (most: number) => z.string().min(1).max(most).refine((value) => !value.includes('\0') && value.isWellFormed(), 'holds a character that cannot be stored');

export const name = text(100);

/** The rule of a goal, or of a step. */
export const rule = {
  event: eventName,
  path: text(LIMITS.url).optional(),
  properties: z.record(text(LIMITS.propertyKey), z.union([text(LIMITS.propertyString).or(z.literal('')), z.number(), z.boolean()]))
    .refine((value) => Object.keys(value).length <= LIMITS.properties, `at most ${LIMITS.properties} properties`).optional(),
};

/** Asked with how many there would be, before one is added; refuses by throwing. */
export type MayHave = (count: number) => Promise<void>;

/**
 * Adds a goal or a funnel, one at a time for a site, so that it cannot have more than it may.
 * @throws {ProblemError} too_many_definitions, name_taken, and what `mayHave` throws
 */
export function addDefinition<T>(sql: Sql, siteId: number, table: 'goals' | 'funnels', insert: (tx: Transaction) => Promise<T>, mayHave: MayHave = async () => {}): Promise<T> {
  return named(sql.begin(async (tx) => {
    await tx`select from passerby.sites where site_id = ${siteId} for update`;
    const [{ count }] = await tx<[{ count: number }]>`select count(*) from passerby.${tx(table)} where site_id = ${siteId}`;
    if (count >= MOST) throw new ProblemError('too_many_definitions', `A site has at most ${MOST}. Remove one first.`);
    await mayHave(count + 1);
    return await insert(tx);
  }) as Promise<T>);
}

/**
 * Waits for a change of a definition.
 * @throws {ProblemError} name_taken
 */
export async function named<T>(change: Promise<T>): Promise<T> {
  try {
    return await change;
  } catch (error) {
    throw codeOf(error) === UNIQUE_VIOLATION ? new ProblemError('name_taken') : error;
  }
}

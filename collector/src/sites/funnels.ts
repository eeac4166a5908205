import { z } from 'zod';
import type { FunnelDefinition, NewFunnel } from '../contract/index.ts';
import type { Queryable, Sql } from '../db/connect.ts';
import { addDefinition, name, named, rule, type MayHave } from './definition.ts';

const MOST_SECONDS = 90 * 86_400;

export const newFunnel = z.strictObject({
  name, window_s: z.int().min(1).max(MOST_SECONDS).default(86_400), steps: z.array(z.strictObject({ name, ...rule })).min(2).max(10),
});

/** The funnels of a site, in the order of their making. */
export async function funnelsOf(sql: Queryable, siteId: number): Promise<FunnelDefinition[]> {
  return [...await sql<FunnelDefinition[]>`select funnel_id, name, window_s, steps from passerby.funnels where site_id = ${siteId} order by funnel_id`];
}

/**
 * Adds a funnel. It is computed when it is asked for.
 * @throws {z.ZodError}
 * @throws {ProblemError} name_taken, too_many_definitions, and what `mayHave` throws
 */
export async function addFunnel(sql: Sql, siteId: number, funnel: NewFunnel, mayHave?: MayHave): Promise<FunnelDefinition> {
  const { name: called, window_s, steps } = newFunnel.parse(funnel);
  const funnelId = await addDefinition(sql, siteId, 'funnels', async (tx) => {
    const [added] = await tx<[{ funnel_id: number }]>`
      insert into passerby.funnels (site_id, name, window_s, steps) values (${siteId}, ${called}, ${window_s}, ${tx.json(steps)}) returning funnel_id`;
    await tx`select passerby.touch_site(${siteId})`;
    return added.funnel_id;
  }, mayHave);
  return { funnel_id: funnelId, name: called, window_s, steps };
}

/**
 * Changes a funnel; false where the site has no such funnel.
 * @throws {z.ZodError}
 * @throws {ProblemError} name_taken
 */
export function changeFunnel(sql: Sql, siteId: number, funnelId: number, funnel: NewFunnel): Promise<boolean> {
  const { name: called, window_s, steps } = newFunnel.parse(funnel);
  return named(sql.begin(async (tx) => {
    const { count } = await tx`
      update passerby.funnels set name = ${called}, window_s = ${window_s}, steps = ${tx.json(steps)} where site_id = ${siteId} and funnel_id = ${funnelId}`;
    await tx`select passerby.touch_site(${siteId})`;
    return count > 0;
  }));
}

/** Removes a funnel; false where the site has no such funnel. */
export function removeFunnel(sql: Sql, siteId: number, funnelId: number): Promise<boolean> {
  return sql.begin(async (tx) => {
    const { count } = await tx`delete from passerby.funnels where site_id = ${siteId} and funnel_id = ${funnelId}`;
    await tx`select passerby.touch_site(${siteId})`;
    return count > 0;
  });
}

import type { Sql } from '../db/connect.ts';

/** Rows that a table may gain before it matters. */
const FEW = 1_000;

/**
 * Tells the planner of tables that have grown by half or more, as after an import: autovacuum comes minutes later, and until
 * then a table of a million rows is planned for as if it were empty.
 */
export async function analyzeGrown(sql: Sql): Promise<void> {
  // What this session has done is counted by the server a little later, if it does not say so itself.
  await sql`select pg_stat_force_next_flush()`;
  const grown = await sql<{ name: string }[]>`
    select relname as name from pg_stat_user_tables
     where schemaname = 'passerby' and n_mod_since_analyze > ${FEW} and n_mod_since_analyze > n_live_tup / 2`;
  for (const { name } of grown) await sql`analyze passerby.${sql(name)}`;
}

import { randomBytes } from 'node:crypto';
import type { Sql } from '../db/connect.ts';

/** The secret that signs panel tokens: the configured one, or one made once and shared by all instances through the database. */
export async function tokenSecret(sql: Sql, configured: string | undefined): Promise<string> {
  if (configured !== undefined) return configured;
  await sql`
    insert into passerby.settings (name, value) values ('token_secret', ${randomBytes(32).toString('base64url')})
    on conflict (name) do nothing`;
  const [row] = await sql<[{ value: string }]>`select value from passerby.settings where name = 'token_secret'`;
  return row.value;
}

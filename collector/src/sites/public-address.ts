import type { Queryable } from '../db/connect.ts';

/** Keeps how browsers reach the collector that began last, for the tags that commands print elsewhere. */
export async function recordPublicAddress(sql: Queryable, url: string): Promise<void> {
  await sql`
    insert into passerby.settings (name, value) values ('public_address', ${url})
    on conflict (name) do update set value = excluded.value where settings.value <> excluded.value`;
}

/** How browsers reach the collector that began last, without a slash at the end; undefined where none has. */
export async function publicAddress(sql: Queryable): Promise<string | undefined> {
  const [row] = await sql<{ value: string }[]>`select value from passerby.settings where name = 'public_address'`;
  return row?.value;
}

import type { Sql } from '../db/connect.ts';
import { addSite } from './add-site.ts';
import { lookUpSite } from './find-site.ts';
import type { Site } from './site.ts';

/** Any number, the same in every process: the lock under which the platform's site is made. */
const LOCK_KEY = 7_217_366_018_305;

/** The site on which the platform watches itself, visible in the panel like any other. Made when it is first needed. */
export async function platformSite(sql: Sql): Promise<Site> {
  return await known(sql) ?? await sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK_KEY}::bigint)`;
    const other = await known(tx);
    if (other) return other;
    const { key } = await addSite(tx, { domain: 'platform.invalid' });
    await tx`insert into passerby.settings (name, value) values ('platform_site', ${key})`;
    return await lookUpSite(tx, key) as Site;
  });

  async function known(query: Parameters<typeof lookUpSite>[0]): Promise<Site | undefined> {
    const [row] = await query<{ value: string }[]>`select value from passerby.settings where name = 'platform_site'`;
    return row && lookUpSite(query, row.value);
  }
}

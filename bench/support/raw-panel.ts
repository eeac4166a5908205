import type { Dimension } from '../../collector/src/contract/index.ts';
import type { Sql } from '../../collector/src/db/connect.ts';
import { previousRange } from '../../collector/src/stats/compare.ts';
import type { Range } from '../../collector/src/stats/range.ts';

const COLUMNS: Partial<Record<Dimension, string>> = { page: 'path', entry_page: 'path', event: 'event' };

/** The queries of a panel on the events themselves, as somebody without rollups would write them, pruned by id like ours. */
export async function rawPanel(sql: Sql, siteId: number, range: Range, dimensions: readonly Dimension[]): Promise<void> {
  const rows = ({ from, to }: Range) => sql`
    passerby.raw_events where site_id = ${siteId} and ts >= ${from}::date and ts < ${to}::date + 1 and bot is null
      and event_id >= (select passerby.uuid7_floor(${from}::date - interval '45 days')) and event_id < (select passerby.uuid7_floor(${to}::date + interval '46 days'))`;
  const figures = sql`count(distinct visitor) as visitors, count(distinct (visitor, visit_id)) as visits, count(*) filter (where event = 'page_view') as page_views, count(*) as events`;
  await sql`select ${figures} from ${rows(range)}`;
  await sql`select ${figures} from ${rows(previousRange(range))}`;
  await sql`select (ts at time zone 'UTC')::date, ${figures} from ${rows(range)} group by 1 order by 1`;
  for (const dimension of dimensions) {
    await sql`select coalesce(${sql(COLUMNS[dimension] ?? dimension)}, '') as value, ${figures} from ${rows(range)} group by 1 order by visitors desc limit 10`;
  }
}

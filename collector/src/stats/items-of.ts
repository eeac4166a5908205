import type { Queryable } from '../db/connect.ts';
import type { Fragment } from './fragment.ts';

/** The pages or event names of a row of passerby.visits, to stand after it in a from clause: a relation i (value, times, events). A page's times are its views. */
export function itemsOf(sql: Queryable, dimension: 'page' | 'event', row: string): Fragment {
  const r = sql(row);
  return dimension === 'page'
    ? sql`unnest(${r}.pages, ${r}.page_counts, ${r}.page_events) as i (value, times, events)`
    : sql`unnest(${r}.names, ${r}.name_counts, ${r}.name_counts) as i (value, times, events)`;
}

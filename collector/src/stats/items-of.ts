import type { Queryable } from '../db/connect.ts';
import type { ItemDimension } from './dimensions.ts';
import type { Fragment } from './fragment.ts';

/** Columns of passerby.visits that {@link itemsOf} needs. */
export const ITEM_COLUMNS: Record<ItemDimension, string[]> = {
  page: ['pages', 'page_counts', 'page_events'],
  event: ['names', 'name_counts'],
  goal: ['goals', 'goal_counts'],
};

/** The pages, event names or goals of a row of passerby.visits, to stand after it in a from clause: a relation i (value, times, events). A page's times are its views. */
export function itemsOf(sql: Queryable, dimension: ItemDimension, row: string): Fragment {
  const r = sql(row);
  switch (dimension) {
    case 'page': return sql`unnest(${r}.pages, ${r}.page_counts, ${r}.page_events) as i (value, times, events)`;
    case 'event': return sql`unnest(${r}.names, ${r}.name_counts, ${r}.name_counts) as i (value, times, events)`;
    case 'goal': return sql`unnest(${r}.goals::text[], ${r}.goal_counts, ${r}.goal_counts) as i (value, times, events)`;
  }
}

import type { Queryable } from '../db/connect.ts';
import type { ItemDimension } from './dimensions.ts';
import type { Fragment } from './fragment.ts';

/** Columns of passerby.visits that {@link itemsOf} needs. */
export function itemColumns(dimension: ItemDimension): string[] {
  switch (dimension) {
    case 'page': return ['pages', 'page_counts', 'page_events'];
    case 'event': return ['names', 'name_counts'];
    case 'goal': return ['goals', 'goal_counts'];
    default: return ['property_names', 'property_values', 'property_counts'];
  }
}

/**
 * The pages, event names, goals or values of a property of a row of passerby.visits, to stand after it in a from clause: a
 * relation i (value, times, events). A page's times are its views.
 */
export function itemsOf(sql: Queryable, dimension: ItemDimension, row: string): Fragment {
  const r = sql(row);
  switch (dimension) {
    case 'page': return sql`unnest(${r}.pages, ${r}.page_counts, ${r}.page_events) as i (value, times, events)`;
    case 'event': return sql`unnest(${r}.names, ${r}.name_counts, ${r}.name_counts) as i (value, times, events)`;
    case 'goal': return sql`unnest(${r}.goals::text[], ${r}.goal_counts, ${r}.goal_counts) as i (value, times, events)`;
    default: return sql`
      lateral (select u.value, u.times, u.times as events
                 from unnest(${r}.property_names, ${r}.property_values, ${r}.property_counts) as u (name, value, times)
                where u.name = ${dimension.slice('property:'.length)}) as i`;
  }
}

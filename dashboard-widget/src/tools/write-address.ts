import { againstText } from '../data/against.ts';
import { queryParams } from '../data/query-params.ts';
import type { Query } from '../data/query.ts';
import { PREFIX } from '../panel/read-address.ts';

/** Puts the question into an address, in place of one that is there, so that `readAddress` finds it. */
export function writeAddress({ searchParams }: URL, query: Query): void {
  const ours = Array.from(searchParams.keys()).filter((name) => name.startsWith(PREFIX));
  for (const name of ours) searchParams.delete(name);
  for (const [name, value] of queryParams(query)) searchParams.append(PREFIX + name, value);
  if (query.compare) searchParams.set(`${PREFIX}compare`, '1');
  const against = againstText(query.against);
  if (against !== 'previous') searchParams.set(`${PREFIX}against`, against);
}

import { describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../collector/src/contract/catalogue.ts';
import { eventName } from '../../collector/src/contract/schema.ts';
import * as names from './names.ts';

describe('the names of the tracker\'s own events', () => {
  it('are those of the catalogue, and names that the collector takes', () => {
    const listed = CATALOGUE.filter(({ from }) => from === 'tracker').map(({ name }) => name);
    for (const name of Object.values(names)) {
      expect(listed).toContain(name);
      expect(eventName.safeParse(name).success).toBe(true);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { Slots } from './slots.ts';

describe('slots', () => {
  it('let in as many as there are, the next in the order in which they came, and nobody past their patience', async () => {
    const slots = new Slots(2);
    expect([await slots.enter(0), await slots.enter(0)]).toEqual([true, true]);
    const came: string[] = [];
    const patient = [slots.enter(60_000).then(() => came.push('first')), slots.enter(60_000).then(() => came.push('second'))];
    expect(await slots.enter(1)).toBe(false);
    slots.leave();
    await patient[0];
    slots.leave();
    await patient[1];
    expect(came).toEqual(['first', 'second']);
    slots.leave();
    slots.leave();
    expect([await slots.enter(0), await slots.enter(0), await slots.enter(1)]).toEqual([true, true, false]);
  });
});

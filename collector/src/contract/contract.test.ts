import { describe, expect, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type { WireEvent } from './event.ts';
import { CATALOGUE } from './catalogue.ts';
import { acceptFixtures, rejectFixtures } from './fixtures.ts';
import { batchJsonSchema } from './json-schema.ts';
import { PROBLEMS, ProblemError } from './problems.ts';
import { REJECT_REASONS } from './reasons.ts';
import type { wireEvent } from './schema.ts';
import { validateEvent } from './validate.ts';

describe('the contract', () => {
  it.each(acceptFixtures)('accepts $title', ({ event }) => {
    expect(validateEvent(event)).toMatchObject({ ok: true, event: { id: event.id, event: event.event } });
  });

  it.each(rejectFixtures)('refuses $title as $reason', ({ event, reason }) => {
    expect(validateEvent(event)).toMatchObject({ ok: false, reason });
  });

  it('refuses numbers that JSON cannot hold as invalid_properties', () => {
    const event = acceptFixtures[0]?.event;
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, JSON.parse('1e400') as number]) {
      expect(validateEvent({ ...event, properties: { value } })).toMatchObject({ ok: false, reason: 'invalid_properties' });
    }
  });

  it('strips what it does not know', () => {
    const stranger = acceptFixtures.find((fixture) => fixture.title.includes('newer tracker'));
    const result = validateEvent(stranger?.event);
    expect(result).toMatchObject({ ok: true });
    expect(JSON.stringify(result)).not.toMatch(/received_at|site_id|mood|viewport/);
  });

  it('has the same types by hand and by zod', () => {
    expectTypeOf<z.infer<typeof wireEvent>>().toEqualTypeOf<WireEvent>();
  });

  it('has a reject fixture for every reason that a single event can show by itself', () => {
    const shown = new Set(rejectFixtures.map((fixture) => fixture.reason));
    const byContextOnly = ['too_large', 'too_old', 'unstorable'];
    expect([...shown].toSorted()).toEqual(REJECT_REASONS.filter((reason) => !byContextOnly.includes(reason)).toSorted());
  });

  it('accepts every event of the catalogue, each listed once', () => {
    const base = acceptFixtures[0]?.event;
    for (const { name, properties } of CATALOGUE) {
      const sample = Object.fromEntries(Object.keys(properties).map((key) => [key, 1]));
      expect(validateEvent({ ...base, event: name, properties: sample }), name).toMatchObject({ ok: true });
    }
    expect(new Set(CATALOGUE.map((event) => event.name)).size).toBe(CATALOGUE.length);
  });

  it('publishes a JSON Schema that names every field of an event', () => {
    const schema = batchJsonSchema() as { properties: { events: { items: { required: string[] } } } };
    expect(schema.properties.events.items.required).toEqual(['id', 'event', 'timestamp', 'actor', 'context', 'properties']);
  });

  it('gives every problem a status and a sentence, and sends them as problem+json', () => {
    for (const [code, [status, detail]] of Object.entries(PROBLEMS)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(detail, code).toMatch(/^[A-Z].*\.$/);
    }
    expect(new ProblemError('unknown_site').toJSON()).toEqual({
      type: 'about:blank', title: 'unknown site', status: 404, code: 'unknown_site', detail: PROBLEMS.unknown_site[1],
    });
  });
});

import { describe, expect, it } from 'vitest';
import { apiReference } from './generate-api.ts';
import { errorsReference } from './generate-errors.ts';
import { propertyRows, typeText } from './schema-text.ts';

describe('a schema in words', () => {
  it('names types as people say them', () => {
    expect(typeText({ type: 'array', items: { type: ['string', 'null'] } })).toBe('list of text or null');
    expect(typeText({ anyOf: [{ $ref: '#/components/schemas/Row' }, { const: 'all' }] })).toBe('[Row](#row) or `all`');
    expect(typeText({ type: 'object', additionalProperties: { type: 'integer' } })).toBe('object: name → whole number');
  });

  it('has a row for each property, and for those inside by their path', () => {
    expect(propertyRows({ required: ['points'], properties: { points: { type: 'array', items: { type: 'object', properties: { t: { type: 'string', format: 'date', description: 'Its day.' } } } } } })).toEqual([
      '| `points` | list of object | – |',
      '| `points[].t` | day, optional | Its day. |',
    ]);
  });
});

describe('the reference of the API', () => {
  it('leads from each error that an operation can meet to what it means', () => {
    const anchors = new Set([...errorsReference().matchAll(/^### (.+)$/gm)].map(([, heading = '']) => heading.replaceAll(' ', '-')));
    const links = [...apiReference().matchAll(/errors\.md#([\w-]+)/g)].map(([, anchor = '']) => anchor);
    expect(links.length).toBeGreaterThan(100);
    expect(links.filter((anchor) => !anchors.has(anchor))).toEqual([]);
  });

  it('knows every type that it meets', () => {
    expect(apiReference()).not.toMatch(/\| any[ ,|]|list of any/);
  });
});

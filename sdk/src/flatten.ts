import type { Properties, PropertyValue } from '../../collector/src/contract/index.ts';
import { attempt } from './attempt.ts';
import { clip } from './clip.ts';
import { PROPERTIES, PROPERTY_KEY, PROPERTY_STRING } from './limits.ts';

/**
 * What of `given` fits the wire: flat, clipped, at most fifty keys. Dates and addresses become strings, as JSON has them;
 * a value that throws or nests is left out.
 */
export const flatten = (given: object): Properties => {
  const properties: Properties = {};
  for (const key of Object.keys(given).slice(0, PROPERTIES))
    attempt(() => {
      let value = (given as Record<string, PropertyValue | { toJSON?(): PropertyValue }>)[key];
      if (Object(value) === value) value = (value as Date).toJSON();
      if (typeof value == 'bigint') value = `${value as bigint}`;
      if (typeof value == 'string') value = clip(value, PROPERTY_STRING);
      if (key && Object(value) !== value) properties[clip(key, PROPERTY_KEY)] = value as PropertyValue;
    });
  return properties;
};

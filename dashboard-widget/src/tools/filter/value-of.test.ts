import { describe, expect, it } from 'vitest';
import { textFor } from '../../format/text.ts';
import { addStrings } from '../../strings/strings.ts';
import de from '../../strings/de.ts';
import { valueOf } from './value-of.ts';

const text = textFor('en');

describe('what is typed as the value of a filter', () => {
  it('is a name or a code, whatever its case', () => {
    for (const typed of ['Germany', 'germany', 'DE', 'de']) expect(valueOf(text, 'country', typed, ['FR', 'DE'])).toBe('DE');
    expect(valueOf(text, 'device', 'MOBILE', ['mobile'])).toBe('mobile');
    expect(valueOf(text, 'language', 'French', ['fr'])).toBe('fr');
    expect(valueOf(text, 'event', 'Page edited', ['builder.page_edited'])).toBe('builder.page_edited');
  });

  it('is a name in the reader\'s language', () => {
    addStrings('de', de);
    expect(valueOf(textFor('de'), 'country', 'Österreich', ['AT'])).toBe('AT');
    expect(valueOf(textFor('de'), 'source', de.direct.toUpperCase(), [''])).toBe('');
  });

  it('may be a country from which nobody came, by the code in use', () => {
    expect(valueOf(text, 'country', 'Germany', [])).toBe('DE');
    expect(valueOf(text, 'country', 'uk', [])).toBe('GB');
    expect(valueOf(text, 'country', 'Unknown', [])).toBe('');
    expect(valueOf(text, 'language', 'de-AT', [])).toBe('de-AT');
  });

  it('stays as it is where it is no name, and is none where there can be no such code', () => {
    expect(valueOf(text, 'page', '/works/', ['/'])).toBe('/works/');
    expect(valueOf(text, 'utm_source', 'Instagram', ['newsletter'])).toBe('Instagram');
    expect(valueOf(text, 'page', '/Works', ['/works', '/Works'])).toBe('/Works');
    expect(valueOf(text, 'country', 'Germny', ['DE'])).toBeUndefined();
    expect(valueOf(text, 'device', 'toaster', [])).toBeUndefined();
  });
});

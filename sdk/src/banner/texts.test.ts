import { describe, expect, it } from 'vitest';
import { TEXT_KEYS, TEXTS } from './texts.ts';

describe('the banner\'s texts', () => {
  it('are there in eight languages', () => {
    expect(Object.keys(TEXTS).toSorted()).toEqual(['de', 'en', 'es', 'fr', 'it', 'nl', 'pl', 'pt']);
  });

  for (const [language, texts] of Object.entries(TEXTS)) {
    it(`are complete in ${language}`, () => {
      // English calls analytics by its key.
      expect(texts).toHaveLength(TEXT_KEYS.length - (language === 'en' ? 1 : 0));
      for (const text of texts) expect(text.trim()).toMatch(/\p{Letter}{3}/u);
    });

    it(`name the purposes and the right to withdraw, in two sentences, in ${language}`, () => {
      const question = texts[TEXT_KEYS.indexOf('text')]!;
      expect(question.split('{}')).toHaveLength(2);
      expect(question).toMatch(/^[^.]*\{\}[^.]*\? [^.]+\.$/);
    });

    it(`name each button by one word, in ${language}`, () => {
      for (const key of ['accept', 'reject', 'selected']) expect(texts[TEXT_KEYS.indexOf(key)]).toMatch(/^\p{Uppercase}\p{Lowercase}+$/u);
    });
  }
});

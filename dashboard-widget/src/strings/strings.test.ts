import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../client/on-demand.ts';
import de from './de.ts';
import { enMore } from './en-more.ts';
import { en as enFirst } from './en.ts';
import es from './es.ts';
import fr from './fr.ts';
import it_ from './it.ts';
import nl from './nl.ts';
import pl from './pl.ts';
import pt from './pt.ts';

const en = { ...enFirst, ...enMore };
const all = { de, es, fr, it: it_, nl, pl, pt };
const holes = (text: string): string[] => [...new Set(text.match(/\{\w+\}/g))].sort();

describe('the texts', () => {
  it('are there in every language that the panel says it speaks', () => {
    expect(Object.keys(all)).toEqual([...LANGUAGES]);
  });
  for (const [language, texts] of Object.entries(all)) {
    it(`in ${language} name the same things as in English, and none is left out or empty`, () => {
      for (const [key, text] of Object.entries(en)) {
        expect(holes(texts[key as keyof typeof en]), key).toEqual(holes(text));
        expect(texts[key as keyof typeof en].trim(), key).not.toBe('');
      }
      expect(Object.keys(texts).sort()).toEqual(Object.keys(en).sort());
      expect(Object.keys(enFirst).filter((key) => key in enMore)).toEqual([]);
    });
  }
});

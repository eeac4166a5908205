import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const PAGE = path.resolve(import.meta.dirname, '../docs/guarantees.md');
const LINK = /^\[[^\]]+\]\(([^)]+)\)/;

/** Every test that the page names, with its file: the one linked before it, else the one linked above its table. */
function named(): [file: string, title: string][] {
  const found: [string, string][] = [];
  let file = '';
  for (const line of fs.readFileSync(PAGE, 'utf8').split('\n')) {
    file = LINK.exec(line)?.[1] ?? file;
    const cell = line.startsWith('| ') ? line.split(' | ')[1]?.replace(/ \|$/, '') : undefined;
    if (cell === undefined || cell === '---' || cell === 'is held by') continue;
    for (const title of cell.split('<br>')) {
      const own = LINK.exec(title);
      found.push([own?.[1] ?? file, own ? title.slice(own[0].length + 2) : title]);
    }
  }
  return found;
}

describe('what must hold', () => {
  it('names tests', () => {
    expect(named().length).toBeGreaterThan(100);
  });

  it('names no test that is not there', () => {
    const missing = named().filter(([file, title]) => {
      const titles = [...fs.readFileSync(path.resolve(path.dirname(PAGE), file), 'utf8').matchAll(/\b(?:it|test|describe)(?:\.each\((?:\w+|[^]*?\])\))?\(\s*(['`])([^]*?)(?<!\\)\1/g)].map(([, , text]) => text!.replaceAll('\\\'', '\''));
      const parts = title.split('…');
      // What differs is `${…}` in the source.
      return !titles.some((text) => text.startsWith(parts[0]!) && text.endsWith(parts.at(-1)!) && parts.every((part) => text.includes(part)));
    });
    expect(missing).toEqual([]);
  });
});

import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const BLOCK = /^(```\w+ (examples\/\S+)\n)[^]*?^```$/gm;

/** The guides that show files of the examples, each with those files as they are: `` ```ts examples/… `` begins such a block. */
export function guidesWithCode(): Record<string, () => string> {
  const pages = fs.readdirSync(path.join(root, 'docs/guides')).filter((name) => name.endsWith('.md')).map((name) => `docs/guides/${name}`);
  return Object.fromEntries(pages.filter((page) => read(page).search(BLOCK) !== -1).map((page) => [page, () => withCode(read(page))]));
}

/** @throws {Error} where a file that is named is not there */
export function withCode(markdown: string): string {
  return markdown.replace(BLOCK, (_block, opening: string, file: string) => `${opening}${read(file).trimEnd()}\n\`\`\``);
}

function read(file: string): string {
  return fs.readFileSync(path.join(root, file), 'utf8');
}

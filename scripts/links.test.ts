import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '..');
const pages = execFileSync('git', ['ls-files', '--', '*.md'], { cwd: root, encoding: 'utf8' }).trim().split('\n').filter((file) => fs.existsSync(path.join(root, file)));

/** As in headings on the site and on code hosts: `What is kept` -> `what-is-kept`. */
const anchorOf = (heading: string): string => heading.toLowerCase().replace(/<[^>]+>|[^\p{L}\p{N}\s_-]/gu, '').trim().replace(/\s+/g, '-');

const withoutCode = (text: string): string => text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, ''));

function anchorsOf(file: string): Set<string> {
  const text = withoutCode(fs.readFileSync(file, 'utf8'));
  return new Set([...text.matchAll(/^#+ +(.+)$/gm)].map(([, heading = '']) => anchorOf(heading)));
}

/** The links of a page that lead nowhere. */
function broken(page: string): string[] {
  const file = path.join(root, page);
  const links = [...withoutCode(fs.readFileSync(file, 'utf8')).matchAll(/\]\(([^()\s]+)\)/g)].map(([, link = '']) => link);
  return links.filter((link) => {
    if (/^(?:[a-z]+:|\/)/i.test(link)) return false;
    const [target = '', anchor] = link.split('#');
    const found = target === '' ? file : path.resolve(path.dirname(file), decodeURI(target));
    if (!fs.existsSync(found)) return true;
    return anchor !== undefined && found.endsWith('.md') && !anchorsOf(found).has(anchor);
  });
}

describe('the pages of the repository', () => {
  it.each(pages)('link only to what is there: %s', (page) => {
    expect(broken(page)).toEqual([]);
  });
});

import fs from 'node:fs';
import path from 'node:path';
import type { MarkdownRenderer } from 'vitepress';

/**
 * Links to files of the repository that are no pages of the site: kept as text, since the site has no address for them, but for
 * those that go along. A file that is not there fails the build.
 */
export function outsideLinks(md: MarkdownRenderer, docs: string): void {
  md.core.ruler.push('outside-links', (state) => {
    const page = path.join(docs, (state.env as { relativePath?: string }).relativePath ?? '');
    for (const { children } of state.tokens) {
      let inside = false;
      for (const token of children ?? []) {
        if (token.type === 'link_open') {
          const href = String(token.attrGet('href')).replace(/[#?].*$/, '');
          inside = isOutside(href, page, docs);
        }
        if (!inside) continue;
        if (token.type === 'link_open' || token.type === 'link_close') token.tag = 'span';
        if (token.type === 'link_open') token.attrs = [['title', 'a file of the repository']];
        if (token.type === 'link_close') inside = false;
      }
    }
  });
}

/** What the site has as it is, beside its pages: pictures to link to, and what programs read of the reference. */
export const goesAlong = (file: string): boolean => /\.(?:json|png)$/.test(file);

function isOutside(href: string, page: string, docs: string): boolean {
  if (href === '' || /^[a-z]+:/i.test(href)) return false;
  const target = path.resolve(path.dirname(page), decodeURI(href));
  const isPage = target.startsWith(docs) && (href.endsWith('.md') || fs.existsSync(`${target}.md`) || fs.existsSync(path.join(target, 'index.md')));
  if (isPage) return false;
  if (target.startsWith(docs) && goesAlong(target) && fs.existsSync(target)) return false;
  if (!fs.existsSync(target)) throw new Error(`${path.relative(docs, page)} links to ${href}, which is not there.`);
  return true;
}

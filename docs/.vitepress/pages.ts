import fs from 'node:fs';
import path from 'node:path';
import type { DefaultTheme } from 'vitepress';

const docs = path.resolve(import.meta.dirname, '..');

/** The pages of a folder, by name. One that is added stands in the sidebar by itself. */
export function pagesOf(folder: string): string[] {
  return fs.readdirSync(path.join(docs, folder)).filter((name) => name.endsWith('.md')).toSorted().map((name) => `${folder}/${name.slice(0, -3)}`);
}

/** A part of the sidebar; each page under its own first heading. */
export function section(text: string, pages: string[], collapsed = false): DefaultTheme.SidebarItem {
  return { text, collapsed, items: pages.map((page) => ({ text: headingOf(page), link: `/${page}` })) };
}

function headingOf(page: string): string {
  const heading = /^# (.+)$/m.exec(fs.readFileSync(path.join(docs, `${page}.md`), 'utf8'))?.[1];
  if (heading === undefined) throw new Error(`docs/${page}.md has no heading.`);
  return heading.replaceAll('`', '');
}

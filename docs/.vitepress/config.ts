import fs from 'node:fs';
import path from 'node:path';
import { defineConfig } from 'vitepress';
import { indentedCode } from './indented-code.ts';
import { goesAlong, outsideLinks } from './outside-links.ts';
import { pagesOf, section } from './pages.ts';

const docs = new URL('..', import.meta.url).pathname;

/** `npm run docs` builds the site into docs/.vitepress/dist; a link that leads nowhere fails the build. */
export default defineConfig({
  title: 'Passerby',
  description: 'Web analytics that a site builder embeds in its own product',
  cleanUrls: true,
  srcExclude: ['node_modules/**'],
  lang: 'en',
  markdown: {
    config(md) {
      md.use(outsideLinks, docs).use(indentedCode);
      // Vue would take `{{ }}` in it for an expression.
      md.renderer.rules['code_inline'] = (tokens, index) => `<code v-pre>${md.utils.escapeHtml(tokens[index]?.content ?? '')}</code>`;
    },
  },
  buildEnd({ outDir }) {
    for (const folder of ['images', 'reference']) fs.cpSync(path.join(docs, folder), path.join(outDir, folder), { recursive: true, filter: (file) => !path.extname(file) || goesAlong(file) });
  },
  themeConfig: {
    nav: [
      { text: 'Quick start', link: '/quick-start' },
      { text: 'Guides', link: '/guides/tracker' },
      { text: 'Reference', link: '/reference/events' },
      { text: 'Guarantees', link: '/guarantees' },
      { text: 'Compare', link: '/compare' },
    ],
    sidebar: [
      section('Start', ['quick-start', 'metrics', 'architecture', 'guarantees', 'faq', 'compare', 'sizes']),
      section('For its readers', pagesOf('readers')),
      section('Guides', pagesOf('guides')),
      section('Reference', pagesOf('reference')),
      section('Privacy', pagesOf('privacy')),
      section('Operations', pagesOf('operations')),
      section('Security', pagesOf('security')),
      section('Benchmarks', pagesOf('bench'), true),
      section('Decisions', pagesOf('decisions'), true),
    ],
    search: { provider: 'local' },
    outline: 'deep',
  },
});

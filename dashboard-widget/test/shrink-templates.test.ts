import { parseAst } from 'rollup/parseAst';
import { describe, expect, it } from 'vitest';
import { shrinkTemplates } from '../shrink-templates.ts';

/** What the plugin makes of a module of the panel. */
function shrunk(code: string, id = '/x/dashboard-widget/src/a.ts'): string {
  const { transform } = shrinkTemplates() as unknown as { transform(this: unknown, code: string, id: string): { code: string } | null };
  return transform.call({ parse: parseAst }, code, id)?.code ?? code;
}

describe('shrinking a template', () => {
  it('takes line breaks between tags, and keeps a space between attributes and words', () => {
    expect(shrunk('html`\n  <p>\n    ${a}\n    two\n    words\n  </p>\n`')).toBe('html`<p>${a} two words </p>`');
    expect(shrunk('html`<a class=${b}\n   href=${c}\n >x</a>`')).toBe('html`<a class=${b} href=${c}>x</a>`');
  });
  it('unquotes only what may stand without quotes', () => {
    expect(shrunk('html`<p class="a" title="a b" id="${x}"></p>`')).toBe('html`<p class=a title="a b" id="${x}"></p>`');
    expect(shrunk('svg`<path d="M1 2"/><circle r="4"/>`')).toBe('svg`<path d="M1 2"/><circle r="4"/>`');
  });
  it('folds styles and leaves selectors as they are', () => {
    expect(shrunk('css`\n  :host { color: red; }\n  a > b :is(c, d) { margin: 0 1px; }\n`')).toBe('css` :host{color:red}a > b :is(c,d){margin:0 1px}`');
  });
  it('looks inside templates in templates, and at nothing but the panel', () => {
    expect(shrunk('html`<ul>\n ${list.map((x) => html`\n <li>${x}</li>\n`)}\n</ul>`')).toBe('html`<ul>${list.map((x) => html`<li>${x}</li>`)}</ul>`');
    expect(shrunk('html`\n <p>`', '/x/sdk/src/a.ts')).toBe('html`\n <p>`');
  });
});

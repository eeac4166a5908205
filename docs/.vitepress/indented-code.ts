import type { MarkdownRenderer } from 'vitepress';

/** Shows code that is told by its indent like code between fences: as a box that scrolls, with a button to copy it. */
export function indentedCode(md: MarkdownRenderer): void {
  md.core.ruler.push('indented-code', (state) => {
    for (const token of state.tokens) {
      if (token.type !== 'code_block') continue;
      token.type = 'fence';
      token.tag = 'code';
      token.info = 'text';
    }
  });
}

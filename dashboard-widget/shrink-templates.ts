import type { Plugin, ProgramNode } from 'rollup';

interface Node {
  type: string;
  start: number;
  end: number;
  tag?: { name?: string };
  quasi?: { quasis: Node[] };
}

/** Takes the indentation out of `html`, `svg` and `css` templates, which a minifier of code leaves alone. */
export function shrinkTemplates(): Plugin {
  return {
    name: 'shrink-templates',
    transform(code, id) {
      if (!id.includes('dashboard-widget/src/')) return null;
      const pieces = templatePieces(this.parse(code)).sort((one, other) => other.start - one.start);
      for (const { start, end, css } of pieces) {
        code = code.slice(0, start) + (css ? shrinkCss : shrinkHtml)(code.slice(start, end)) + code.slice(end);
      }
      return { code, map: null };
    },
  };
}

function templatePieces(program: ProgramNode): { start: number; end: number; css: boolean }[] {
  const pieces: { start: number; end: number; css: boolean }[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    const { type, tag, quasi } = value as Node;
    if (type === 'TaggedTemplateExpression' && /^(html|svg|css)$/.test(tag?.name ?? '')) {
      pieces.push(...(quasi?.quasis ?? []).map(({ start, end }) => ({ start, end, css: tag?.name === 'css' })));
    }
    Object.values(value).forEach(visit);
  };
  visit(program);
  return pieces;
}

/** Between tags a line break goes; between attributes or words it becomes one space. */
function shrinkHtml(text: string): string {
  return text.replace(/\s*\n\s*/g, (space, at: number) => {
    const before = text[at - 1] ?? '>';
    const after = text[at + space.length] ?? '<';
    return (before === '>' && after === '<') || after === '>' ? '' : ' ';
  }).replace(/="([\w-]+)"(?=[ >])/g, '=$1');
}

const shrinkCss = (text: string): string =>
  text.replace(/\/\*.*?\*\//gs, '').replace(/\s+/g, ' ').replace(/ ?([{};,]) ?/g, '$1').replaceAll(': ', ':').replaceAll(';}', '}');

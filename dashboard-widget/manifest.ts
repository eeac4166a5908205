/**
 * The custom-elements manifest and the reference page, out of the elements' own doc comments, which therefore are the one
 * place where an attribute, a part or a property is described.
 */
import fs from 'node:fs';
import path from 'node:path';

const FOLDER = path.join(import.meta.dirname, 'src/elements');
const ORDER = ['stats-panel', 'stats-context', 'stats-card', 'stats-leader', 'stats-chart', 'stats-breakdown', 'stats-funnel', 'stats-goals', 'stats-plans', 'stats-features', 'stats-sites'];

interface Named { name: string; description: string }
interface ElementDocs {
  file: string;
  className: string;
  tagName: string;
  description: string;
  attributes: Named[];
  events: (Named & { type: { text: string } })[];
  slots: Named[];
  cssParts: Named[];
  cssProperties: Named[];
}

/** `custom-elements.json`, as https://github.com/webcomponents/custom-elements-manifest lays it down. */
export function elementsManifest(): string {
  const modules = readElements().map(({ file, className, ...docs }) => ({
    kind: 'javascript-module',
    path: `src/elements/${file}`,
    declarations: [{ kind: 'class', name: className, customElement: true, ...docs }],
    exports: [{ kind: 'js', name: className, declaration: { name: className } }],
  }));
  return `${JSON.stringify({ schemaVersion: '2.1.0', modules }, null, 2)}\n`;
}

/** docs/reference/elements.md */
export function elementsReference(): string {
  const sections = readElements().map(({ tagName, description, attributes, events, slots, cssParts, cssProperties }) => [
    `## \`<${tagName}>\`\n\n${description}\n`,
    table('Attribute', attributes),
    table('Event', events),
    table('Slot', slots.map(({ name, description: text }) => ({ name: name || '(default)', description: text }))),
    table('Part', cssParts),
    table('Custom property', cssProperties),
  ].filter(Boolean).join('\n'));
  return `# The elements\n\nGenerated from dashboard-widget/src/elements. How to use them: [the guide](../guides/panel.md).\n\n${sections.join('\n')}`;
}

function table(title: string, rows: Named[]): string {
  if (rows.length === 0) return '';
  return [`| ${title} | |`, '| --- | --- |', ...rows.map(({ name, description }) => `| \`${name}\` | ${description.replaceAll('|', '\\|')} |`), ''].join('\n');
}

/** Every element, with what it inherits from the base of all. */
function readElements(): ElementDocs[] {
  const common = readComment(fs.readFileSync(path.join(FOLDER, 'stats-element.ts'), 'utf8'));
  const files = fs.readdirSync(FOLDER).filter((file) => !/^stats-(element|report)\.ts$/.test(file) && file.endsWith('.ts'));
  return files.map((file): ElementDocs => {
    const source = fs.readFileSync(path.join(FOLDER, file), 'utf8');
    const { description, tags } = readComment(source);
    const all = (tag: string): Named[] => [...tags, ...(tag === 'attr' ? common.tags : [])].filter((entry) => entry.tag === tag).map(named);
    return {
      file,
      className: /export (?:abstract )?class (\w+)/.exec(source)![1]!,
      tagName: tags.find(({ tag }) => tag === 'tag')!.text,
      description,
      attributes: all('attr'),
      events: all('fires').map(({ name, description: text }) => {
        const [, type, event] = /^\{(\w+)\} (\S+)/.exec(`${name} ${text}`) ?? [];
        return { name: event!, type: { text: type! }, description: text.replace(/^\S+ (?:- )?/, '') };
      }),
      slots: tags.filter(({ tag }) => tag === 'slot').map(named),
      cssParts: all('csspart'),
      cssProperties: all('cssproperty'),
    };
  }).sort((one, other) => ORDER.indexOf(one.tagName) - ORDER.indexOf(other.tagName));
}

/** `name - description`; a default slot has no name. */
function named({ text }: { text: string }): Named {
  const [, name, description] = /^(?!- )(\S+) (?:- )?(.*)$/s.exec(text) ?? [undefined, '', text.replace(/^- /, '')];
  return { name, description };
}

function readComment(source: string): { description: string; tags: { tag: string; text: string }[] } {
  const comment = [...source.matchAll(/\/\*\*([\s\S]*?)\*\/\s*export (?:abstract )?class/g)].at(-1)![1]!;
  // The last comment before the class: an earlier one may have been caught along with code between.
  const lines = comment.split('/**').at(-1)!.split('\n').map((line) => line.replace(/^\s*\*? ?/, ''));
  const [head, ...rest] = lines.join('\n').split(/^@/m);
  return {
    description: head!.trim().replaceAll('\n', ' '),
    tags: rest.map((text) => {
      const [, tag, body] = /^(\w+) ?([\s\S]*)$/.exec(text.trim())!;
      return { tag: tag!, text: body!.replaceAll('\n', ' ') };
    }),
  };
}

import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Plugin, RollupOptions } from 'rollup';

/**
 * Builds a part of a script that is loaded with a plain `<script>`, and so can export nothing: the part becomes
 * `export default (kit) => …`, called with the script's own exports of `kit.ts`. Modules that `kit.ts` does not name are
 * built into the part.
 */
export function fromKit(kit: string, file: string): Pick<RollupOptions, 'external' | 'output'> {
  const modules = new Set<string>();
  const names = new Set<string>();
  for (const [, list, from] of readFileSync(kit, 'utf8').matchAll(/^export \{(.*?)\} from '(.*?)';$/gm)) {
    modules.add(absolute(from!, kit));
    for (const name of list!.split(',')) names.add(name.trim());
  }
  const check: Plugin = {
    name: 'from-kit',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue;
        const missing = Object.values(chunk.importedBindings).flat().filter((name) => !names.has(name));
        if (missing.length) this.error(`${file} needs ${missing.join(', ')}: add it to ${kit}.`);
      }
    },
  };
  return {
    external: (id, importer) => modules.has(absolute(id, importer)),
    output: {
      file, format: 'iife', name: 'part', exports: 'default', globals: () => 'kit', plugins: [check],
      banner: 'export default function (kit) {', footer: 'return part; }',
    },
  };
}

const absolute = (id: string, importer = ''): string => (id.startsWith('.') ? resolve(dirname(importer), id) : id);

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Plugin } from 'esbuild';

/** As much of `vue/compiler-sfc` as is needed. */
interface Compiler {
  parse(source: string, options: { filename: string }): { descriptor: { scriptSetup: object | null; template: { content: string } | null } };
  compileScript(descriptor: object, options: object): { content: string };
  compileTemplate(options: object): { code: string };
}

/** Compiles components of single files, as a bundler's plugin for Vue does. `stats-…` are elements and no components. */
export function vuePlugin(folder: string): Plugin {
  const compiler = createRequire(path.join(folder, 'package.json'))('vue/compiler-sfc') as Compiler;
  const compilerOptions = { isCustomElement: (tag: string) => tag.startsWith('stats-') };
  return {
    name: 'vue',
    setup(build) {
      build.onLoad({ filter: /\.vue$/ }, async ({ path: filename }) => {
        const { descriptor } = compiler.parse(await readFile(filename, 'utf8'), { filename });
        const id = path.basename(filename);
        const contents = descriptor.scriptSetup
          ? compiler.compileScript(descriptor, { id, inlineTemplate: true, templateOptions: { compilerOptions } }).content
          : `${compiler.compileTemplate({ source: descriptor.template?.content ?? '', filename, id, compilerOptions }).code}\nexport default { render };`;
        return { contents, loader: 'ts', resolveDir: path.dirname(filename) };
      });
    },
  };
}

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Plugin } from 'esbuild';

/** As much of `svelte/compiler` as is needed. */
interface Compiler {
  compile(source: string, options: { filename: string; generate: 'client' }): { js: { code: string } };
}

/** Compiles components of Svelte, as a bundler's plugin does. */
export function sveltePlugin(folder: string): Plugin {
  return {
    name: 'svelte',
    setup(build) {
      build.onLoad({ filter: /\.svelte$/ }, async ({ path: filename }) => {
        const compiler = await import(createRequire(path.join(folder, 'package.json')).resolve('svelte/compiler')) as Compiler;
        return { contents: compiler.compile(await readFile(filename, 'utf8'), { filename, generate: 'client' }).js.code, resolveDir: path.dirname(filename) };
      });
    },
  };
}

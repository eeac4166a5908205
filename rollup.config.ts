import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import type { Plugin, RollupOptions } from 'rollup';
import esbuild, { minify } from 'rollup-plugin-esbuild';
import { fromKit } from './dashboard-widget/from-kit.ts';
import { shrinkBundle } from './dashboard-widget/shrink-bundle.ts';
import { shrinkTemplates } from './dashboard-widget/shrink-templates.ts';
import { integrity } from './sdk/integrity.ts';
import { shrinkScript } from './sdk/shrink-script.ts';

const TARGET = 'es2020';
/** The panel needs a browser of 2024 for its styles anyway. */
const PANEL_TARGET = 'es2022';
/** Properties that begin so are private to a bundle and get short names. `_$lit…` are Lit's, shared between its copies. */
const PRIVATE = /^_[a-z]/i;

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
const DEFINE = { __VERSION__: JSON.stringify(version) };

/** In scripts, the panel's own few lines stand in for Lit's element. */
const leanLit: Plugin = { name: 'lean-lit', resolveId: (id) => (id === 'lit' ? resolve('dashboard-widget/src/lean/index.ts') : null) };

const compile = (target: string): Plugin[] => [nodeResolve({ extensions: ['.ts', '.mjs', '.js'] }), esbuild({ target, define: DEFINE }), shrinkTemplates()];
const shrink = (target: string): Plugin => minify({ target, mangleProps: PRIVATE, legalComments: 'none' });

/**
 * Has a Chromium compile every function with the script, beside the main thread, and not one by one when they are called.
 * https://developer.chrome.com/blog/explicit-compile-hints
 */
const EAGER = '//# allFunctionsCalledOnLoad';

/** A page loads it with a script tag, whole. */
function script(input: string, file: string, target = TARGET): RollupOptions {
  return { input, output: { file, format: 'iife', sourcemap: true }, plugins: [leanLit, ...compile(target), shrink(target), shrinkBundle()] };
}

/** For a script of which every byte is a byte of every page: it needs no strict mode, and nobody but a developer its source map. */
function tinyScript(input: string, file: string, head?: string): RollupOptions {
  const define = { ...DEFINE, globalThis: 'self', window: 'self' };
  return {
    input,
    output: { file, format: 'es', sourcemap: 'hidden' },
    plugins: [nodeResolve({ extensions: ['.ts'] }), esbuild({ target: TARGET, define }), shrinkScript(head), integrity()],
  };
}

/** A bundler takes it in. */
function modules(input: string[], dir: string, external: RegExp[] = [], target = TARGET): RollupOptions {
  return {
    input,
    external,
    // Names stay as they are across files, which share objects.
    plugins: [...compile(target), input.length === 1 ? shrink(target) : minify({ target })],
    output: { dir, format: 'es', sourcemap: true, entryFileNames: '[name].mjs', chunkFileNames: '[name].mjs' },
  };
}

/** A back end imports it. */
function server(input: string, file: string): RollupOptions {
  return { input, external: [/^node:/], output: { file, format: 'es', sourcemap: true }, plugins: [nodeResolve({ extensions: ['.ts'] }), esbuild({ target: 'node20', define: DEFINE })] };
}

/** Each file of sdk/src/addons is a script of its own: `passerby.<name>.js`. */
function addons(): RollupOptions[] {
  const folder = 'sdk/src/addons';
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => tinyScript(`${folder}/${name}`, `sdk/dist/passerby.${basename(name, '.ts')}.js`));
}

/** What the panel fetches when it is needed: languages, menus, the making of files. They take what they share from the script. */
function panelParts(): RollupOptions[] {
  const folder = 'dashboard-widget/src';
  const languages = readdirSync(`${folder}/strings`).filter((name) => /^(?!en)[a-z]{2}\.ts$/.test(name)).map((name) => [basename(name, '.ts'), `strings/${name}`]);
  const parts = Object.fromEntries([...languages, ['export', 'export/save.ts'], ['tools', 'tools/index.ts'], ['builder', 'builder.ts'], ['sites', 'sites.ts']]) as Record<string, string>;
  return Object.entries(parts).map(([name, file]) => ({
    input: `${folder}/${file}`,
    ...fromKit(`${folder}/kit.ts`, `dashboard-widget/dist/stats-panel.${name}.js`),
    plugins: [...compile(PANEL_TARGET), shrink(PANEL_TARGET), shrinkBundle()],
  }));
}

const bundles: RollupOptions[] = [
  tinyScript('sdk/src/script.ts', 'sdk/dist/passerby.js', EAGER),
  modules(['sdk/src/index.ts'], 'sdk/dist'),
  server('sdk/src/server/index.ts', 'sdk/dist/server.mjs'),
  tinyScript('sdk/src/banner/script.ts', 'sdk/dist/banner.js'),
  ...addons(),
  script('dashboard-widget/src/cdn.ts', 'dashboard-widget/dist/stats-panel.js', PANEL_TARGET),
  ...panelParts(),
  modules(['dashboard-widget/src/index.ts', 'dashboard-widget/src/define.ts'], 'dashboard-widget/dist', [/^lit($|\/)/], PANEL_TARGET),
];

export default bundles.filter(({ input }) => [input].flat().every((file) => typeof file === 'string' && existsSync(file)));

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { build, type Plugin } from 'esbuild';

export interface ExampleOptions {
  /** Of the example. Its page is index.html, its code starts at src/main. */
  folder: string;
  entry: string;
  collector: string;
  /** Public key of the site. */
  site: string;
  plugins?: Plugin[];
}

/** An example as it is written, but for the names of the collector and the site, and counting on this machine too. */
export async function bundleExample({ folder, entry, collector, site, plugins = [] }: ExampleOptions): Promise<{ html: string; files: Record<string, string> }> {
  const put = (text: string): string => text.replaceAll('https://stats.example.com', collector).replaceAll('pk_…', site).replace('api: COLLECTOR', 'api: COLLECTOR, local: true');
  const settings: Plugin = {
    name: 'settings',
    setup(builder) {
      builder.onLoad({ filter: /src\/(settings|track)\.ts$/ }, async ({ path: file }) => ({ contents: put(await readFile(file, 'utf8')), loader: 'ts' }));
    },
  };
  const { outputFiles } = await build({
    absWorkingDir: folder, entryPoints: { main: entry }, bundle: true, splitting: true, format: 'esm', target: 'es2022', outdir: 'dist', write: false,
    define: { 'process.env.NODE_ENV': '"production"' }, plugins: [settings, ...plugins], logLevel: 'silent',
  });
  return {
    html: put(await readFile(path.join(folder, 'index.html'), 'utf8')),
    files: Object.fromEntries(outputFiles.map((file) => [`/${path.basename(file.path)}`, file.text])),
  };
}

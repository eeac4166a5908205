/**
 * Puts what Supabase's CLI wants where it wants it: the migrations, and the Edge Function as one file.
 *
 *   node build.ts                     here: migrations as links, so that they are always the product's own
 *   node build.ts ../my-app/supabase  in a project of yours: everything as copies
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { builtinModules } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';

const here = import.meta.dirname;
const own = path.join(here, 'supabase');
const target = path.resolve(process.argv[2] ?? own);
const product = path.join(here, '../../migrations');
const MIGRATION = /^\d{14}_[a-z0-9_]+\.sql$/;

const migrations = path.join(target, 'migrations');
mkdirSync(migrations, { recursive: true });
for (const name of readdirSync(product).filter((file) => MIGRATION.test(file))) {
  if (target === own) link(path.join(product, name), path.join(migrations, name));
  else copyFileSync(path.join(product, name), path.join(migrations, name));
}
if (target === own) removeDangling();
else for (const name of readdirSync(path.join(own, 'migrations')).filter((file) => file.endsWith('_passerby_on_supabase.sql'))) copyFileSync(path.join(own, 'migrations', name), path.join(migrations, name));

await build({
  entryPoints: [path.join(here, 'ingest-events.ts')],
  outfile: path.join(target, 'functions/ingest-events/index.js'),
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'es2023',
  conditions: ['import'],
  mainFields: ['module', 'main'],
  // Deno knows Node's modules by this prefix only.
  alias: Object.fromEntries(builtinModules.filter((name) => !name.startsWith('_') && !name.includes(':')).map((name) => [name, `node:${name}`])),
  external: ['node:*'],
  inject: [path.join(here, 'node-globals.ts')],
  minify: true,
  legalComments: 'eof',
  logLevel: 'warning',
});

function link(file: string, place: string): void {
  const to = path.relative(path.dirname(place), file);
  if (existsSync(place) && readlinkSync(place) === to) return;
  rmSync(place, { force: true });
  symlinkSync(to, place);
}

/** Links to migrations that were renamed since. */
function removeDangling(): void {
  for (const name of readdirSync(migrations)) {
    if (!existsSync(path.join(migrations, name))) rmSync(path.join(migrations, name));
  }
}

/** `npm run size`: what each script costs a page, against its budget. Fails where one is over it, or is not built. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';

interface Size {
  raw: number;
  gzip: number;
  brotli: number;
}

/** Most bytes of each file, as it is, with gzip -9 and with brotli -11. */
const BUDGETS: Record<string, Partial<Size>> = {
  // The aim is 2,499 with gzip and 2,249 with brotli; these hold what is reached, so that it does not grow.
  'sdk/dist/passerby.js': { raw: 4999, gzip: 2940, brotli: 2650 },
  'sdk/dist/banner.js': { gzip: 2559 },
  'sdk/dist/passerby.vitals.js': { gzip: 749 },
  'sdk/dist/passerby.idb.js': { gzip: 799 },
  'sdk/dist/index.mjs': { gzip: 3399 },
  'dashboard-widget/dist/stats-panel.js': { gzip: 25 * 1024 - 1 },
  'dashboard-widget/dist/stats-panel.tools.js': { gzip: 10_751 },
  'dashboard-widget/dist/stats-panel.builder.js': { gzip: 2047 },
  'dashboard-widget/dist/stats-panel.sites.js': { gzip: 2047 },
  'dashboard-widget/dist/stats-panel.export.js': { gzip: 2559 },
};

const MEASURES = ['raw', 'gzip', 'brotli'] as const;
const root = join(import.meta.dirname, '..');
let failed = false;

for (const [file, budget] of Object.entries(BUDGETS)) {
  const size = measure(join(root, file));
  const cells = MEASURES.map((name) => cell(name, size?.[name], budget[name]));
  const over = MEASURES.some((name) => size === undefined || size[name] > (budget[name] ?? Infinity));
  failed ||= over;
  console.log(`${over ? 'OVER' : 'ok  '}  ${file.padEnd(44)}  ${size ? cells.join('  ') : 'not built: run npm run build'}`);
}
process.exitCode = failed ? 1 : 0;

function cell(name: string, bytes = 0, limit?: number): string {
  return `${name} ${String(bytes).padStart(6)}${limit === undefined ? '' : ` of ${limit}`}`.padEnd(22);
}

function measure(path: string): Size | undefined {
  if (!existsSync(path)) return undefined;
  const content = readFileSync(path);
  return { raw: content.length, gzip: gzipSync(content, { level: 9 }).length, brotli: brotliCompressSync(content).length };
}

import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** File, its text, and the rule that must refuse it; undefined where nothing must. */
const SAMPLES: [file: string, text: string, rule: string | undefined][] = [
  ['collector/src/contract/event.ts', 'export interface WireEvent { id: string }\nexport const LIMIT = 1;\n', undefined],
  ['collector/src/store/insert.ts', 'export const insert = 1;\n', undefined],
  ['collector/src/stats/query.ts', 'export const query = 1;\n', undefined],

  ['sdk/src/takes-a-type.ts', 'import type { WireEvent } from \'../../collector/src/contract/event.ts\';\nexport type Sent = WireEvent;\n', undefined],
  ['sdk/src/takes-code.ts', 'import { LIMIT } from \'../../collector/src/contract/event.ts\';\nexport const limit = LIMIT;\n', 'no-restricted-imports'],
  ['sdk/src/takes-another-type.ts', 'import type { insert } from \'../../collector/src/store/insert.ts\';\nexport type Insert = typeof insert;\n', 'no-restricted-imports'],
  ['sdk/src/takes-a-package.ts', 'import { v7 } from \'uuid\';\nexport const id = v7();\n', 'no-restricted-imports'],
  ['sdk/src/asks-node.ts', 'import { hostname } from \'node:os\';\nexport const host = hostname();\n', 'no-restricted-imports'],
  ['sdk/src/server/asks-node.ts', 'import { hostname } from \'node:os\';\nexport const host = hostname();\n', undefined],
  ['sdk/src/server/takes-a-package.ts', 'import { v7 } from \'uuid\';\nexport const id = v7();\n', 'no-restricted-imports'],
  ['sdk/src/tries-it.test.ts', 'import { LIMIT } from \'../../collector/src/contract/event.ts\';\nexport const limit = LIMIT;\n', undefined],
  ['dashboard-widget/src/takes-a-type.ts', 'import type { WireEvent } from \'../../collector/src/contract/event.ts\';\nexport type Sent = WireEvent;\n', undefined],
  ['dashboard-widget/src/takes-code.ts', 'import { LIMIT } from \'../../collector/src/contract/event.ts\';\nexport const limit = LIMIT;\n', 'no-restricted-imports'],
  ['dashboard-widget/src/takes-more.ts', 'import { query } from \'../../collector/src/stats/query.ts\';\nexport const q = query;\n', 'no-restricted-imports'],

  ['collector/src/ingest/asks-stats.ts', 'import { query } from \'../stats/query.ts\';\nexport const q = query;\n', 'no-restricted-imports'],
  ['collector/src/store/asks-stats.ts', 'import type { query } from \'../stats/query.ts\';\nexport type Q = typeof query;\n', 'no-restricted-imports'],
  ['collector/src/ingest/stores.ts', 'import { insert } from \'../store/insert.ts\';\nexport const i = insert;\n', undefined],
  ['collector/src/stats/asks-store.ts', 'import { insert } from \'../store/insert.ts\';\nexport const i = insert;\n', 'no-restricted-imports'],
  ['collector/src/stats/asks-ingest.ts', 'import { q } from \'../ingest/asks-stats.ts\';\nexport const i = q;\n', 'no-restricted-imports'],
  ['collector/src/contract/looks-outside.ts', 'import { insert } from \'../store/insert.ts\';\nexport const i = insert;\n', 'no-restricted-imports'],
  ['collector/src/jobs/reads-environment.ts', 'export const port = process.env[\'PORT\'];\n', 'no-process-env'],
  ['collector/src/config.ts', 'export const port = process.env[\'PORT\'];\n', undefined],
  ['collector/src/jobs/first.ts', 'import { second } from \'./second.ts\';\nexport const first = (): unknown => second;\n', 'no-cycle'],
  ['collector/src/jobs/second.ts', 'import { first } from \'./first.ts\';\nexport const second = (): unknown => first;\n', 'no-cycle'],

  ['collector/src/jobs/floats.ts', 'export function f(p: Promise<void>): void { p; }\n', 'no-floating-promises'],
  ['collector/src/jobs/misuses.ts', 'export function f(p: () => Promise<boolean>): number { return p() ? 1 : 2; }\n', 'no-misused-promises'],
  ['collector/src/jobs/awaits.ts', 'export async function f(n: number): Promise<void> { await n; }\n', 'await-thenable'],
  ['collector/src/jobs/unused.ts', 'export function f(): number { const unused = 1; return 2; }\n', 'no-unused-vars'],
  ['collector/src/jobs/any.ts', 'export function f(x: unknown): number { return (x as any).length; }\n', 'no-explicit-any'],
  ['collector/src/jobs/throws.ts', 'export function f(): never { throw \'text\'; }\n', 'only-throw-error'],
  ['collector/src/jobs/ignores.ts', '// @ts-ignore\nexport const n: number = \'text\';\n', 'ban-ts-comment'],
  ['collector/src/jobs/skips.test.ts', 'import { expect, it } from \'vitest\';\nit.skip(\'adds\', () => { expect(1 + 1).toBe(2); });\n', 'no-disabled-tests'],
  ['collector/src/jobs/focuses.test.ts', 'import { expect, it } from \'vitest\';\nit.only(\'adds\', () => { expect(1 + 1).toBe(2); });\n', 'no-focused-tests'],
];

describe('the lint rules', () => {
  let directory: string;
  let found: Map<string, Set<string>>;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'passerby-lint-'));
    for (const [file, text] of SAMPLES) {
      mkdirSync(join(directory, dirname(file)), { recursive: true });
      writeFileSync(join(directory, file), text);
    }
    for (const file of ['.oxlintrc.json', 'tsconfig.base.json']) copyFileSync(join(root, file), join(directory, file));
    symlinkSync(join(root, 'node_modules'), join(directory, 'node_modules'));
    writeFileSync(join(directory, 'tsconfig.json'), '{ "extends": "./tsconfig.base.json", "compilerOptions": { "types": ["node"] }, "include": ["."] }');
    found = lint(directory);
  });
  afterAll(() => { rmSync(directory, { recursive: true, force: true }); });

  it.each(SAMPLES)('answer for %s as they should', (file, _, rule) => {
    const rules = [...(found.get(file) ?? [])];
    expect(rule === undefined ? rules.length === 0 : rules.includes(rule), `${file}: ${rules.join(', ')}`).toBe(true);
  });
});

/** File -> the rules it breaks. */
function lint(directory: string): Map<string, Set<string>> {
  const { stdout, stderr } = spawnSync(join(root, 'node_modules/.bin/oxlint'), ['--type-aware', '-f', 'json'], { cwd: directory, encoding: 'utf8' });
  if (!stdout.startsWith('{')) throw new Error(`${stdout}${stderr}`);
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
  const found = new Map<string, Set<string>>();
  for (const { code, filename } of diagnostics) {
    const rules = found.get(filename) ?? new Set();
    // `typescript(no-floating-promises)`
    found.set(filename, rules.add(/\((.*)\)/.exec(code)?.[1] ?? code));
  }
  return found;
}

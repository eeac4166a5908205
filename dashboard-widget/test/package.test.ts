import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const here = join(import.meta.dirname, '..');

describe('the package', () => {
  it('can be imported where there is no browser, and defines nothing there', () => {
    const script = `const { StatsPanel } = await import(${JSON.stringify(join(here, 'dist/index.mjs'))}); console.log(StatsPanel.tag, typeof customElements, typeof document);`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(out.trim().split(' ')[0]).toBe('stats-panel');
    expect(out.trim().split(' ')[2]).toBe('undefined');
  });

  it('names every element in its manifest, in JSX and for querySelector', () => {
    const manifest = JSON.parse(readFileSync(join(here, 'custom-elements.json'), 'utf8')) as { modules: { declarations: { tagName?: string }[] }[] };
    const tags = manifest.modules.flatMap(({ declarations }) => declarations.map(({ tagName }) => tagName)).filter((tag) => tag !== undefined).sort();
    expect(tags).toContain('stats-funnel');
    for (const file of ['src/jsx.ts', 'src/index.ts']) {
      const named = [...readFileSync(join(here, file), 'utf8').matchAll(/^ +'(stats-\w+)': (?:Props|Stats[A-Z]\w+;)/gm)].map(([, tag]) => tag);
      expect(named.filter((tag) => !['stats-change', 'stats-error', 'stats-export', 'stats-site', 'stats-usage'].includes(tag!)).sort(), file).toEqual(tags);
    }
  });
});

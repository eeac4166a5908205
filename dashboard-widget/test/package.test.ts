import { execFileSync } from 'node:child_process';
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
});

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { unpackChromium } from './unpack-chromium.ts';

it('unpacks one whole Chromium when several ask at once, and leaves nothing else behind', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'passerby-cache-'));
  onTestFinished(() => { rmSync(cache, { recursive: true }); });
  const [one, other] = await Promise.all([unpackChromium(cache), unpackChromium(cache)]);
  expect(one).toBe(other);
  expect(readdirSync(cache)).toEqual([basename(one)]);
  const version = spawnSync(join(one, 'chromium'), ['--version', '--no-sandbox'], { env: { LD_LIBRARY_PATH: join(one, 'lib') }, encoding: 'utf8' });
  expect(version.stdout).toContain('Chromium');
});

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { built } from './built.ts';
import { startWorld, visit, type Cleanup, type Visit, type World } from './world.ts';

const read = (file: string): string => readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8');
const GUIDE = read('docs/guides/tracker.md');
/** Code blocks of the guide, by the name behind their language. */
const BLOCKS = new Map([...GUIDE.matchAll(/^```\w+ (\S+)\n([^]*?)^```$/gm)].map(([, name, code]) => [name!, code!]));

describe('the guide to the tracker', () => {
  let world: World;
  const cleanup: Cleanup[] = [];

  beforeAll(async () => { world = await startWorld(); });
  afterEach(async () => { await Promise.all(cleanup.splice(0).map((close) => close())); });
  afterAll(() => world.close());

  /** A snippet on a page of its own, with the collector's address and the site's key in it, and consent given. */
  const start = async (name: string, change: (code: string) => string = (code) => code): Promise<Visit> => visit(world, cleanup, {
    files: { '/index.mjs': await built('index.mjs') },
    html: `<!doctype html><title>A page</title>${change(BLOCKS.get(name)!).replaceAll('https://stats.example.com', '%PROXY%').replaceAll('pk_…', '%KEY%')
      .replace('data-site', 'data-local data-consent="granted" data-site')}`,
  });

  const names = (here: Visit): string[] => here.sent().map(({ event }) => event);

  it('lists every attribute, as the source does', () => {
    const rows = [...read('sdk/src/settings.ts').matchAll(/^ \* (\| `data-.*)$/gm)].map(([, row]) => row!);
    expect(rows.length).toBeGreaterThan(8);
    for (const row of rows) expect(GUIDE).toContain(row);
  });

  it('names the hash of the line that holds calls', () => {
    const line = BLOCKS.get('events')!.split('\n').find((text) => text.includes('track.q'))!.trim();
    expect(GUIDE).toContain(`'sha256-${createHash('sha256').update(line).digest('base64')}'`);
  });

  it('installs the tracker', async () => {
    const here = await start('tag');
    await here.drain();
    expect(names(here)).toEqual(['page_view']);
  });

  it('reports events of one\'s own, from before the tracker was there', async () => {
    const here = await start('events');
    await here.drain();
    expect(names(here)).toEqual(['page_view', 'gallery_opened']);
  });

  it('reports tagged elements', async () => {
    const here = await start('tagged');
    await here.page.evaluate(() => { addEventListener('submit', (event) => event.preventDefault()); });
    await here.page.click('button');
    await here.page.click('a', { button: 'middle' });
    await here.drain();
    // The press kit opens as a page in another tab, which takes over what waits and may send it too.
    const properties = (name: string): unknown => Object.values(Object.fromEntries(here.sent(name).map((event) => [event.id, event.properties])));
    expect(properties('newsletter_joined')).toEqual([{ list: 'monthly' }]);
    expect(properties('press_kit')).toEqual([{ size: 'large' }]);
  });

  it('starts from npm', async () => {
    const here = await start('module', (code) => `<script type="module">${code.replace('@passerby/sdk', '%PROXY%/index.mjs').replace('exclude', `local: true, consent: 'granted', exclude`)}window.ready = true;</script>`);
    await here.page.waitForFunction('window.ready');
    await here.drain();
    expect(names(here)).toEqual(['page_view', 'gallery_opened']);
  });

  it('pins the script by its hash, and another script does not run', async () => {
    const hash = `sha384-${createHash('sha384').update(world.script).digest('base64')}`;
    const pinned = await start('pinned', (code) => code.replace('sha384-…', hash));
    await pinned.drain();
    expect(names(pinned)).toEqual(['page_view']);
    const other = await start('pinned', (code) => code.replace('sha384-…', `sha384-${'A'.repeat(64)}`));
    expect(await other.page.evaluate(() => typeof window.track)).toBe('undefined');
  });
});

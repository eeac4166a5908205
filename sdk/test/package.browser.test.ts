import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { built } from './built.ts';
import { startWorld, visit, type Cleanup, type World } from './world.ts';

describe('the package', () => {
  let world: World;
  const cleanup: Cleanup[] = [];

  beforeAll(async () => { world = await startWorld(); });
  afterEach(async () => { await Promise.all(cleanup.splice(0).map((close) => close())); });
  afterAll(() => world.close());

  it('can be imported on a server, where there is no window', async () => {
    const { init } = await import('../src/index.ts');
    expect(init).toBeTypeOf('function');
    expect('track' in globalThis).toBe(false);
  });

  it('starts the same tracker from a module', async () => {
    const here = await visit(world, cleanup, {
      files: { '/index.mjs': await built('index.mjs') },
      html: `<title>A module</title><script type="module">
        import { init } from '%PROXY%/index.mjs';
        const track = init({
          site: '%KEY%', api: '%PROXY%', consent: 'granted', local: true, hash: true, query: ['page'], exclude: ['/never'],
          before: (event) => (event.event === 'secret' ? null : event),
        });
        init({ site: '%KEY%', api: '%PROXY%' });
        void track('opened', { from: 'module' });
        void track('secret');
        window.ready = track === window.track;
      </script>`,
      path: '/?page=2&token=1#part',
    });
    await here.page.waitForFunction('window.ready');
    await here.drain();
    expect(here.sent().map(({ event }) => event)).toEqual(['page_view', 'opened']);
    expect(here.sent('page_view')[0]!.context.url).toBe(`${here.site}/?page=2#part`);
    expect((await here.rows(3)).map(({ event }) => event).sort()).toEqual(['drain', 'opened', 'page_view']);
  });

  it('reports no page view by itself with auto: false', async () => {
    const here = await visit(world, cleanup, {
      files: { '/index.mjs': await built('index.mjs') },
      html: `<title>A module</title><script type="module">
        import { init } from '%PROXY%/index.mjs';
        init({ site: '%KEY%', api: '%PROXY%', consent: 'anonymous', local: true, auto: false });
      </script>`,
    });
    await here.page.waitForFunction('window.track');
    await here.drain();
    expect(here.sent()).toEqual([]);
  });

  for (const [file, names] of [['passerby.js', ['track']], ['banner.js', ['passerbyBanner']], ['passerby.vitals.js', []], ['passerby.idb.js', ['passerbyStore']]] as const) {
    it(`puts no name of ${file} on the page but ${names.join() || 'none'}`, async () => {
      const script = await built(file);
      const here = await visit(world, cleanup, {
        files: { [`/${file}`]: script },
        html: `<title>A page</title><script>notes = []; notes = Object.getOwnPropertyNames(window)</script><script src="%PROXY%/${file}" data-site="%KEY%" data-local></script>`,
      });
      const [added, taken] = await here.page.evaluate(() => {
        // A `let` at the top of a script is no property of the window, but nobody else may have its name.
        const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_'.split('').filter((name) => {
          const script = document.createElement('script');
          script.textContent = `window.notes.taken = typeof ${name} !== 'undefined'`;
          document.head.append(script);
          return (window.notes as unknown as { taken: boolean }).taken;
        });
        return [Object.getOwnPropertyNames(window).filter((name) => !window.notes.includes(name)), letters] as const;
      });
      expect(added).toEqual(names);
      expect(taken).toEqual([]);
      expect(script.startsWith('//# allFunctionsCalledOnLoad\n')).toBe(file === 'passerby.js');
    });
  }
});

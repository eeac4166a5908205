import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../test/support/until.ts';
import { built } from './built.ts';
import { BEATS, setHidden, startWorld, trackOnly, visit, type Cleanup, type Visit, type VisitOptions, type World } from './world.ts';

describe('add-ons', () => {
  let world: World;
  let files: Record<string, string>;
  const cleanup: Cleanup[] = [];

  beforeAll(async () => {
    world = await startWorld();
    files = { '/passerby.vitals.js': await built('passerby.vitals.js'), '/passerby.idb.js': await built('passerby.idb.js') };
  });
  afterEach(async () => { await Promise.all(cleanup.splice(0).map((close) => close())); });
  afterAll(() => world.close());

  const start = (addon: string, options: VisitOptions = {}): Promise<Visit> => visit(world, cleanup, {
    ...options, files, html: `<!doctype html><title>A page</title><script src="%PROXY%/passerby.${addon}.js"></script>%TAG%${options.body as string ?? '<h1>A page</h1>'}`,
  });

  describe('passerby.vitals.js', () => {
    const body = `<h1>A page</h1><button id="slow">Slow</button><script>
      document.getElementById('slow').onclick = () => { const end = performance.now() + 120; while (performance.now() < end); };
    </script>`;

    it('reports the vitals of a page load once, by the beacon of its end', async () => {
      const here = await start('vitals', { body, clock: false });
      await here.page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0);
      await here.page.evaluate(() => new Promise<void>((resolve) => {
        new PerformanceObserver(() => resolve()).observe({ type: 'layout-shift', buffered: true });
        document.querySelector('h1')!.insertAdjacentHTML('beforebegin', '<div style="height:300px">Shift</div>');
      }));
      await here.page.click('#slow');
      await here.page.evaluate(() => new Promise<void>((resolve) => { requestAnimationFrame(() => requestAnimationFrame(() => resolve())); }));
      await setHidden(here.page, true);
      await setHidden(here.page, false);
      await setHidden(here.page, true);
      await until('the vitals have arrived', () => here.sent('web_vitals').length > 0);
      await here.drain();
      expect(new Set(here.sent('web_vitals').map(({ id }) => id)).size).toBe(1);
      const vitals = here.sent('web_vitals')[0]!.properties as Record<string, number>;
      expect(vitals['ttfb_ms']).toBeGreaterThanOrEqual(0);
      expect(vitals['fcp_ms']).toBeGreaterThan(0);
      expect(vitals['lcp_ms']).toBeGreaterThanOrEqual(vitals['fcp_ms']!);
      expect(vitals['inp_ms']).toBeGreaterThanOrEqual(100);
      expect(vitals['cls']).toBeGreaterThan(0);
    });

    it('reports nothing before opt-in', async () => {
      const here = await start('vitals', { tag: '' });
      await setHidden(here.page, true);
      await here.pass(60_000);
      expect(here.proxy.arrivals).toEqual([]);
    });
  });

  describe('passerby.idb.js', () => {
    const missing = () => { Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } }); };
    const full = () => {
      const fill = (length: number): void => {
        try {
          for (let n = 0; ; n++) localStorage.setItem(`own-${length}-${n}`, 'x'.repeat(length));
        } catch { if (length > 1) fill(length >> 2); }
      };
      if (localStorage.length === 0) fill(1 << 20);
    };
    const state = (here: Visit): Promise<string> => here.page.evaluate(() => window.track.consent());
    const databases = (here: Visit): Promise<unknown> => here.page.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));

    for (const [way, init] of [['missing', missing], ['full', full]] as const) {
      it(`keeps decision, visitor and queue over a reload, where localStorage is ${way}`, async () => {
        const here = await start('idb', { init, tag: '' });
        await here.pass(BEATS);
        expect(await state(here)).toBe('pending');
        expect(await databases(here)).toEqual([]);
        here.proxy.always('reset');
        await here.page.evaluate(() => window.track.consent('grant'));
        await trackOnly(here.page, 'opened');
        const kept = () => here.page.evaluate(() => new Promise<number>((resolve) => {
          const request = indexedDB.open('passerby', 1);
          request.onsuccess = () => { request.result.transaction('kept').objectStore('kept').count().onsuccess = (event) => resolve((event.target as IDBRequest<number>).result); };
        }));
        await until('the database has it all', async () => (await kept()) >= 3);
        here.proxy.always();
        await here.page.reload();
        await until('the decision is known', async () => {
          await here.pass(BEATS);
          return (await state(here)) === 'granted';
        });
        await here.drain();
        expect((await here.rows(4)).filter(({ event }) => event === 'opened')).toHaveLength(1);
        expect(new Set(here.sent().map(({ actor }) => actor.id)).size).toBe(1);
      });
    }

    it('makes no database before opt-in, and empties it after a refusal', async () => {
      const here = await start('idb', { init: missing, tag: '' });
      await trackOnly(here.page, 'opened');
      await here.pass(60_000);
      expect(await databases(here)).toEqual([]);
      await here.page.evaluate(() => window.track.consent('grant'));
      await here.page.evaluate(() => window.track.consent('deny'));
      const kept = () => here.page.evaluate(() => new Promise<unknown>((resolve) => {
        const request = indexedDB.open('passerby', 1);
        request.onsuccess = () => { request.result.transaction('kept').objectStore('kept').getAllKeys().onsuccess = (event) => resolve((event.target as IDBRequest).result); };
      }));
      await until('only the decision is left', async () => JSON.stringify(await kept()) === JSON.stringify([`passerby:${here.key}:consent`]));
      expect(await kept()).toEqual([`passerby:${here.key}:consent`]);
    });

    it('leaves localStorage what it is, where that has room', async () => {
      const here = await start('idb');
      await until('consent has been given', async () => {
        await here.pass(BEATS);
        return (await state(here)) === 'granted';
      });
      await here.drain();
      expect(Object.keys(await here.kept()).sort()).toEqual(['consent', 'id']);
      expect(await databases(here)).toEqual([]);
    });
  });
});

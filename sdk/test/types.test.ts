import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { packTypes } from '../pack-types.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const TSC = path.join(ROOT, 'node_modules/typescript/bin/tsc');
const run = promisify(execFile);
const folders: string[] = [];

/** What the compiler says about the lines of a page's own code. */
async function complaints(code: string): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'passerby-types-'));
  folders.push(folder);
  const lines = [`import type { Track } from ${JSON.stringify(path.join(ROOT, 'sdk/src/types.ts'))};`, 'declare const track: Track;', 'export {};', ...code.trim().split('\n')];
  await writeFile(path.join(folder, 'page.ts'), lines.join('\n'));
  await writeFile(path.join(folder, 'tsconfig.json'), JSON.stringify({
    extends: path.join(ROOT, 'tsconfig.base.json'),
    compilerOptions: { composite: false, declaration: false, emitDeclarationOnly: false, noEmit: true, target: 'ES2020', lib: ['ES2020', 'DOM', 'DOM.Iterable'] },
    files: ['page.ts'],
  }));
  const { stdout } = await run(process.execPath, [TSC, '-p', folder]).catch((error: { stdout: string }) => error);
  return [...stdout.matchAll(/page\.ts\((\d+),/g)].map(([, line]) => lines[Number(line) - 1]!.trim());
}

describe('the types of track()', () => {
  afterEach(async () => { await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true }))); });

  it('take any name and any properties, where a site has declared nothing', async () => {
    expect(await complaints(`
      void track('contact_submitted');
      void track('contact_submitted', { form: 'contact', length: 12, urgent: true, from: null }, { url: '/virtual' });
      void window.track('anything', { at: new Date() });
      track(7);
      track('named', 'no properties');
    `)).toEqual(['track(7);', `track('named', 'no properties');`]);
  });

  it('check names and properties, where a site has declared its events', async () => {
    expect(await complaints(`
      declare global { interface PasserbyEvents { contact_submitted: { form: string; urgent?: boolean }; gallery_opened: undefined } }
      void track('contact_submitted', { form: 'contact' });
      void track('contact_submitted', { form: 'contact', urgent: true }, { url: '/virtual' });
      void track('gallery_opened');
      void track('contact_sent', { form: 'contact' });
      void track('contact_submitted');
      void track('contact_submitted', { form: 7 });
      void track('contact_submitted', { form: 'contact', other: 1 });
      void track('gallery_opened', { from: 'menu' });
    `)).toEqual([
      `void track('contact_sent', { form: 'contact' });`, `void track('contact_submitted');`, `void track('contact_submitted', { form: 7 });`,
      `void track('contact_submitted', { form: 'contact', other: 1 });`, `void track('gallery_opened', { from: 'menu' });`,
    ]);
  });

  it('tell what became of an event, and what consent there is', async () => {
    expect(await complaints(`
      const outcome: Promise<'delivered' | 'queued' | 'dropped'> = track('opened');
      const state: 'pending' | 'granted' | 'denied' | 'anonymous' = track.consent('grant');
      track.consent('yes');
      const sure: Promise<'delivered'> = track('opened');
      console.log(outcome, state, sure);
    `)).toEqual([`track.consent('yes');`, `const sure: Promise<'delivered'> = track('opened');`]);
  });
});

describe('the declarations of the package', () => {
  afterEach(async () => { await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true }))); });

  it('are complete in themselves', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'passerby-package-'));
    folders.push(folder);
    const installed = path.join(folder, 'node_modules/@passerby/sdk');
    await run(process.execPath, [TSC, '-b', path.join(ROOT, 'sdk'), path.join(ROOT, 'sdk/tsconfig.server.json')]);
    await mkdir(installed, { recursive: true });
    await cp(path.join(ROOT, 'sdk/package.json'), path.join(installed, 'package.json'));
    await cp(path.join(ROOT, 'sdk/types'), path.join(installed, 'types'), { recursive: true });
    await packTypes(path.join(installed, 'types'));
    await writeFile(path.join(folder, 'page.mts'), `
      import { init, type Before } from '@passerby/sdk';
      const before: Before = (event) => (event.context.url ? event : null);
      const wrong: Before = (event) => { event.nothing; return event; };
      void init({ site: 'pk', api: 'https://stats.example.com', before: before ?? wrong })('opened', { n: 1 });
    `);
    const { stdout } = await run(process.execPath, [TSC, '--noEmit', '--strict', '--module', 'NodeNext', '--target', 'ES2022', '--lib', 'ES2022,DOM', 'page.mts'], { cwd: folder })
      .catch((error: { stdout: string }) => error);
    expect(stdout.trim()).toMatch(/^page\.mts\(4,\d+\): error TS2339: Property 'nothing' does not exist on type 'WireEvent'\.$/);

    // A back end has no DOM.
    await writeFile(path.join(folder, 'server.mts'), `
      import { createTracker } from '@passerby/sdk/server';
      declare global { interface PasserbyEvents { 'order.paid': { amount: number } } }
      const tracker = createTracker({ site: 'pk', secretKey: 'sk', api: 'https://stats.example.com', onDrop: (event, reason) => { console.log(event?.id, reason); } });
      const outcome: Promise<'delivered' | 'queued' | 'dropped'> = tracker.track('order.paid', { amount: 12 }, { userId: 'u-1', timestamp: new Date() });
      void outcome.then(() => tracker.close());
      void tracker.track('order.paid', { amount: '12' });
      void tracker.track('order.lost', {});
      void tracker.track('order.paid', { amount: 12 }, { url: '/', address: '203.0.113.9' });
    `);
    const checked = await run(process.execPath, [TSC, '--noEmit', '--strict', '--module', 'NodeNext', '--target', 'ES2022', '--lib', 'ES2022', '--types', 'node', '--typeRoots', path.join(ROOT, 'node_modules/@types'), 'server.mts'], { cwd: folder })
      .catch((error: { stdout: string }) => error);
    expect([...checked.stdout.matchAll(/^\S*?server\.mts\((\d+),/gm)].map(([, line]) => line)).toEqual(['7', '8', '9']);
    expect(checked.stdout.match(/^\S+\.d\.ts/m)).toBeNull();
  });
});

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { startCollector, type TestCollector } from '../support/collector.ts';
import { servePage, type PageServer } from '../support/page-server.ts';
import { until } from '../support/until.ts';

const root = path.resolve(import.meta.dirname, '../..');
const page = fs.readFileSync(path.join(root, 'docs/quick-start.md'), 'utf8');

let collector: TestCollector;
let browser: Browser;
let folder: string;
let server: PageServer;
beforeAll(async () => {
  [collector, browser] = await Promise.all([startCollector(), launchBrowser()]);
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'passerby-quick-start-'));
  server = await servePage((url) => fs.readFileSync(path.join(folder, 'my-site', url.pathname === '/' ? 'index.html' : url.pathname), 'utf8'));
});
afterAll(async () => {
  await server.close();
  await browser.close();
  await collector.close();
  fs.rmSync(folder, { recursive: true });
});

/** The commands of a chapter that are marked to be run. */
function commandsOf(chapter: number): string {
  const [, text = ''] = new RegExp(`^## ${chapter}\\. .*\n([\\s\\S]*?)(?=^## |$(?![\\s\\S]))`, 'm').exec(page) ?? [];
  return [...text.matchAll(/^```sh run\n([\s\S]*?)^```/gm)].map(([, commands]) => commands).join('');
}

/** Runs commands as a person in one shell would: what a chapter exports, the next one has. Only the collector's address is another, and the command is found without npx. */
async function type(commands: string): Promise<string> {
  expect(commands).not.toBe('');
  const script = `set -euo pipefail; [ -f exported ] && . ./exported\n${commands.replaceAll('http://localhost:8787', collector.url).replaceAll('npx passerby', 'passerby')}\nexport -p > exported`;
  const child = spawn('bash', ['-c', script], {
    cwd: folder, stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${path.join(root, 'node_modules/.bin')}:${process.env['PATH']}`, DATABASE_URL: collector.databaseUrl },
  });
  let out = '';
  child.stdout.on('data', (text: Buffer) => { out += text.toString(); });
  child.stderr.on('data', (text: Buffer) => { out += text.toString(); });
  const [code] = (await once(child, 'close')) as [number];
  expect(code, out).toBe(0);
  return out;
}

it('leads from nothing to a site of one’s own, a panel, a goal, a funnel and an erasure', async () => {
  await type(commandsOf(2));
  await type(commandsOf(3));
  expect(await type(`npx passerby verify --no-wait ${server.url}`)).toContain('All well.');

  const visitor = await browser.newPage();
  await visitor.goto(server.url);
  await visitor.getByRole('button', { name: 'Accept', exact: true }).click();
  await visitor.getByRole('button', { name: 'Write to me' }).click();
  await until('the contact is stored', async () => (await collector.sql`select from passerby.raw_events where event = 'contact_submitted' and user_id = 'customer-4711'`).length === 1);
  await visitor.close();

  expect(await type(commandsOf(4))).toMatch(/Goal \d+: Contact[\s\S]*Home → Contact/);
  await type(commandsOf(5));

  const office = await browser.newPage();
  await office.goto(`${server.url}/admin.html`);
  const token = await office.locator('stats-panel').getAttribute('token');
  const site = await office.locator('stats-panel').getAttribute('site');
  await office.locator('stats-panel').getByText('1 visitor').first().waitFor();
  await office.locator('stats-panel').getByText('To a contact').first().waitFor();
  const goals = await fetch(`${collector.url}/api/stats/${site}/goals?period=7d`, { headers: { authorization: `Bearer ${token}` } });
  expect(await goals.json()).toMatchObject({ visitors: 1, goals: [{ name: 'Contact', visitors: 1, conversions: 1, conversion_rate: 1 }] });

  expect(await type(commandsOf(6))).toMatch(/contact_submitted[\s\S]*Deleted \d+ events/);
  expect(await collector.sql`select from passerby.raw_events where user_id = 'customer-4711'`).toHaveLength(0);
});

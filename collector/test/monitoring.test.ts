import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startCollector, type TestCollector } from '../../test/support/collector.ts';
import { track, wireEvent } from '../../test/support/wire.ts';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8');
const namesIn = (text: string) => [...new Set(text.match(/\b(?:passerby|process|nodejs)_[a-z_]+[a-z]\b/g))];

let collector: TestCollector;
/** What `/metrics` shows: names as they are written in queries, and types. */
let shown: Set<string>;
let own: string[];
beforeAll(async () => {
  collector = await startCollector();
  const { key } = await collector.addSite();
  await track(collector.url, { site: key, events: [wireEvent(), {}] });
  await track(collector.url, { site: 'nobody', events: [] });
  const text = await (await fetch(`${collector.url}/metrics`)).text();
  shown = new Set([...text.matchAll(/^([a-z_]+)(?:\{| )/gm)].map(([, name = '']) => name));
  own = [...text.matchAll(/^# TYPE (passerby_[a-z_]+) /gm)].map(([, name = '']) => name);
});
afterAll(() => collector.close());

describe('what watches a collector', () => {
  it.each(['deploy/monitoring/passerby.rules.yaml', 'deploy/monitoring/passerby.dashboard.json'])('asks for metrics that there are: %s', (file) => {
    const asked = namesIn(read(file));
    expect(asked.length).toBeGreaterThan(5);
    expect(asked.filter((name) => !shown.has(name))).toEqual([]);
  });

  it('draws every metric of the collector\'s own, and the guide tells what each is', () => {
    const drawn = read('deploy/monitoring/passerby.dashboard.json');
    const guide = read('docs/operations/monitoring.md');
    expect(own.length).toBeGreaterThan(8);
    expect(own.filter((name) => !drawn.includes(name))).toEqual([]);
    expect(own.filter((name) => !guide.includes(`| \`${name}\` |`))).toEqual([]);
  });

  it('has a line in the guide for each alert', () => {
    const alerts = [...read('deploy/monitoring/passerby.rules.yaml').matchAll(/alert: (\w+)/g)].map(([, name = '']) => name);
    const guide = [...read('docs/operations/monitoring.md').matchAll(/^\| (Passerby\w+) \|/gm)].map(([, name = '']) => name);
    expect(guide).toEqual(alerts);
  });

  it('is a dashboard with one data source to choose and no panel over another', () => {
    interface Panel { id: number; gridPos: { x: number; y: number; w: number; h: number }; targets: unknown[] }
    const { panels, templating } = JSON.parse(read('deploy/monitoring/passerby.dashboard.json')) as { panels: Panel[]; templating: { list: { type: string }[] } };
    expect(templating.list.map(({ type }) => type)).toEqual(['datasource']);
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`));
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});

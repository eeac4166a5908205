import { brotliCompressSync, gzipSync } from 'node:zlib';
import { built } from './test/built.ts';

/** Bytes of a script: as it is, with gzip -9, with brotli -11. */
type Size = [raw: number, gzip: number, brotli: number];

const OURS: [file: string, loaded: string][] = [
  ['passerby.js', 'on every page'],
  ['banner.js', 'until the visitor has decided'],
  ['passerby.vitals.js', 'where web vitals are wanted'],
  ['passerby.idb.js', 'where `localStorage` may be missing or full'],
  ['index.mjs', 'instead of `passerby.js`, by a bundler'],
];

/** Measured in November 2026 as their projects serve them. Only the plain size is known of the last two. */
const OTHERS: [name: string, size: Partial<Size>][] = [
  ['Umami', [4_595, 2_224, 1_963]],
  ['Plausible 0.4.6', [6_434, 2_670, 2_355]],
  ['Snowplow', [51_358]],
  ['PostHog', [379_782]],
];

const cells = (values: (string | number | undefined)[]): string =>
  `| ${values.map((value) => (typeof value === 'number' ? value.toLocaleString('en') : (value ?? ''))).join(' | ')} |`;

const measure = (text: string): Size => {
  // The build ends a file with a line break.
  const content = Buffer.from(text.trimEnd() + '\n');
  return [content.length, gzipSync(content, { level: 9 }).length, brotliCompressSync(content).length];
};

/** docs/sizes.md, from the source of now. */
export async function sizesReference(): Promise<string> {
  const ours: [string, string, Size][] = [];
  for (const [file, loaded] of OURS) ours.push([file, loaded, measure(await built(file))]);
  const tracker = ours[0]![2];
  return `# What each script weighs

Generated from the build by \`npm run generate\`; bytes. \`npm run size\` holds the budgets.

| script | loaded | as it is | gzip | brotli |
| --- | --- | ---: | ---: | ---: |
${ours.map(([file, loaded, size]) => cells([`\`${file}\``, loaded, ...size])).join('\n')}

Beside others, as their projects served them in November 2026:

| tracker | as it is | gzip | brotli |
| --- | ---: | ---: | ---: |
${[...OTHERS, ['**Passerby**', tracker] as [string, Partial<Size>]].sort(([, a], [, b]) => a[0]! - b[0]!).map(([name, size]) => cells([name, size[0], size[1], size[2]])).join('\n')}

Smaller than all but one as it is; larger on the wire than the two small ones, which keep no queue. Its bytes have been squeezed of
what repeats, so that gzip and brotli find little left. None of the four reads Global Privacy Control, and of those under 48 KB none
keeps an event until the collector has acknowledged it.
`;
}

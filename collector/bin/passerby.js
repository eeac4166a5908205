#!/usr/bin/env node
// The published package carries built JavaScript; a checkout runs its TypeScript as it is.
import fs from 'node:fs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(`passerby needs Node 22.19 or newer; this is ${process.version}. In a checkout, \`npx passerby\` brings its own.`);
  process.exit(1);
}
const source = new URL('../src/cli/main.ts', import.meta.url);
await import(fs.existsSync(source) ? source.href : new URL('../dist/cli/main.js', import.meta.url).href);

import path from 'node:path';
import type { NextConfig } from 'next';

/** The packages of this repository lie two folders up. Where they come from npm, neither line is needed. */
const root = path.join(import.meta.dirname, '../..');

export default { turbopack: { root }, outputFileTracingRoot: root } satisfies NextConfig;

/** Puts the tracker and the banner where Next.js serves files from. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

mkdirSync('public', { recursive: true });
for (const name of ['passerby.js', 'banner.js']) copyFileSync(fileURLToPath(import.meta.resolve(`@passerby/sdk/${name}`)), `public/${name}`);

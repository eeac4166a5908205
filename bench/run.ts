import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** `npm run bench -- NAME [options]`: runs bench/NAME.ts. */
const [name, ...args] = process.argv.slice(2);
const file = path.join(import.meta.dirname, `${name}.ts`);
if (name === undefined || !/^[a-z-]+$/.test(name) || name === 'run' || !existsSync(file)) {
  const names = readdirSync(import.meta.dirname).filter((entry) => entry.endsWith('.ts') && entry !== 'run.ts').map((entry) => entry.slice(0, -3));
  console.error(`Name one of: ${names.join(', ')}`);
  process.exitCode = 2;
} else {
  const { default: bench } = (await import(file)) as { default: (args: string[]) => Promise<void> };
  await bench(args);
}

/**
 * Writes every generated file: `npm run generate`. With `--check` it writes nothing, names each file that would change and
 * exits 1, so that what is committed is always what the sources say.
 */
import fs from 'node:fs';
import path from 'node:path';
import { openApiDocument } from '../collector/src/api/openapi/document.ts';
import { batchJsonSchema } from '../collector/src/contract/json-schema.ts';
import { elementsManifest, elementsReference } from '../dashboard-widget/manifest.ts';
import { sizesReference } from '../sdk/sizes.ts';
import { apiReference } from './generate-api.ts';
import { commandsReference } from './generate-commands.ts';
import { errorsReference } from './generate-errors.ts';
import { configurationReference } from './generate-configuration.ts';
import { eventsReference } from './generate-events.ts';
import { guidesWithCode } from './guide-code.ts';
import { migratedSchema } from './migrated-schema.ts';

const root = path.resolve(import.meta.dirname, '..');

/** File -> what it should hold. */
const generators: Record<string, () => string | Promise<string>> = {
  'dashboard-widget/custom-elements.json': elementsManifest,
  'docs/reference/api.md': apiReference,
  'docs/operations/configuration.md': configurationReference,
  'docs/reference/batch.schema.json': () => `${JSON.stringify(batchJsonSchema(), null, 2)}\n`,
  'docs/reference/commands.md': commandsReference,
  'docs/reference/elements.md': elementsReference,
  'docs/reference/errors.md': errorsReference,
  'docs/reference/events.md': eventsReference,
  'docs/reference/openapi.json': () => `${JSON.stringify(openApiDocument(), null, 2)}\n`,
  'docs/sizes.md': sizesReference,
  'migrations/schema.sql': migratedSchema,
  ...guidesWithCode(),
};

const check = process.argv.includes('--check');
const stale: string[] = [];
for (const [file, generate] of Object.entries(generators)) {
  const target = path.join(root, file);
  const wanted = await generate();
  if (fs.existsSync(target) && fs.readFileSync(target, 'utf8') === wanted) continue;
  stale.push(file);
  if (check) continue;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, wanted);
}
if (check && stale.length > 0) {
  console.error(`Out of date: ${stale.join(', ')}. Run 'npm run generate' and commit.`);
  process.exit(1);
}
console.log(stale.length === 0 ? 'Generated files are up to date.' : `Wrote ${stale.join(', ')}.`);

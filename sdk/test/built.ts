import path from 'node:path';
import { rollup } from 'rollup';
import bundles from '../../rollup.config.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** The text of a script as the build makes it from the source of now: `passerby.js`, `passerby.vitals.js`. */
export async function built(name: string): Promise<string> {
  const options = bundles.find(({ output }) => [output].flat().some((one) => one?.file === `sdk/dist/${name}` || (one?.dir === 'sdk/dist' && name === 'index.mjs')));
  const input = [options?.input].flat()[0];
  if (!options || typeof input !== 'string') throw new Error(`the build makes no ${name}`);
  const bundle = await rollup({ ...options, input: path.join(ROOT, input) });
  const { output } = await bundle.generate([options.output].flat()[0] ?? {});
  await bundle.close();
  return output[0].code;
}

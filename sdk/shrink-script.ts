import { minify } from 'terser';
import type { Plugin } from 'rollup';

/**
 * Shrinks the tracker further than esbuild does: functions called once move to where they are called, and neighbouring
 * declarations become one, for which each has to be a `let`. Properties that begin with `_` are private and get short names. A block
 * keeps the script's names from the page's.
 *
 * @param head a comment that begins the script
 */
export const shrinkScript = (head = ''): Plugin => ({
  name: 'shrink-script',
  async renderChunk(code) {
    const { code: shrunk, map } = await minify(code.replace(/\bconst (?=[\w{[])/g, 'let   '), {
      ecma: 2020,
      compress: { passes: 5, toplevel: true, pure_getters: true, unsafe: true, unsafe_arrows: true, unsafe_math: true, keep_fargs: false, booleans_as_integers: true },
      mangle: { toplevel: true, properties: { regex: /^_[a-z]/ } },
      // A page in another encoding than UTF-8 reads the script in its own.
      format: { ecma: 2020, ascii_only: true, preamble: head },
      sourceMap: { asObject: true },
    });
    // Not before terser, which does less in a block. The map is one column off.
    return { code: shrunk!.replace(/^(\/\/.*\n)?([^]*?);?\s*$/, '$1{$2}'), map: map as never };
  },
});

// The two compressions of dist/, in one place so that the size budget measures what is shipped.

import { extname } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.wasm', '.json', '.svg', '.txt', '.webmanifest']);

// The operator edits this one in place: a compressed copy would go on being served with the old content.
const EDITED_IN_PLACE = 'config.json';

/** Whether a file of this name is text or wasm, and stays as it was built; pictures are compressed already. */
export const isCompressible = (name) => COMPRESSIBLE.has(extname(name)) && name !== EDITED_IN_PLACE;

const WINDOW_BITS = [16, 18, constants.BROTLI_MAX_WINDOW_BITS];
// What was made for fonts suits wasm, too.
const MODES = [constants.BROTLI_MODE_GENERIC, constants.BROTLI_MODE_FONT];

/** As small as it gets, by trying: this runs once a release. */
export const brotli = (content) =>
  WINDOW_BITS.flatMap((bits) => MODES.map((mode) => [bits, mode]))
    .map(([bits, mode]) =>
      brotliCompressSync(content, {
        params: {
          [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
          [constants.BROTLI_PARAM_LGWIN]: bits,
          [constants.BROTLI_PARAM_MODE]: mode,
          [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
        },
      }),
    )
    .reduce((one, other) => (other.length < one.length ? other : one));

/** Node writes no time stamp into the header, so the same content gives the same bytes. */
export const gzip = (content) => gzipSync(content, { level: constants.Z_BEST_COMPRESSION });

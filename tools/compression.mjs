// The two compressions of dist/ and what of it is weighed, in one place so that the size budget measures what is shipped.

import { extname } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const COMPRESSIBLE = new Set(['.html', '.js', '.css', '.wasm', '.json', '.svg', '.txt', '.webmanifest']);

// The operator edits this one in place: a compressed copy would go on being served with the old content.
const EDITED_IN_PLACE = 'config.json';

/** Whether a file of this name is text or wasm, and stays as it was built; pictures are compressed already. */
export const isCompressible = (name) => COMPRESSIBLE.has(extname(name)) && name !== EDITED_IN_PLACE;

const PAGE_PARTS = new Set(['.html', '.js', '.css', '.wasm']);

/** Whether a file of this name counts as the page's weight; settings, pictures and descriptions of a service don't. */
export const isPartOfPage = (name) => PAGE_PARTS.has(extname(name));

/** As small as it gets: this runs once a release. */
export const brotli = (content) =>
  brotliCompressSync(content, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
      [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
    },
  });

/** Node writes no time stamp into the header, so the same content gives the same bytes. */
export const gzip = (content) => gzipSync(content, { level: constants.Z_BEST_COMPRESSION });

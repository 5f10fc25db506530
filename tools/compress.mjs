// Writes FILE.br and FILE.gz beside each text and wasm file of a directory, for servers that send precompressed files
// as they are. Node's zlib does both, so nothing needs to be installed.
//
//   node tools/compress.mjs dist

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotli, gzip, isCompressible } from './compression.mjs';

const [directory] = process.argv.slice(2);
if (!directory) {
  console.error('usage: node tools/compress.mjs DIRECTORY');
  process.exit(2);
}

for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !isCompressible(entry.name)) continue;
  const path = join(entry.parentPath ?? entry.path, entry.name);
  const content = readFileSync(path);
  writeFileSync(`${path}.br`, brotli(content));
  writeFileSync(`${path}.gz`, gzip(content));
}

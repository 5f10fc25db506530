// Minifies the scripts of a directory's page and puts their new hashes into its index.html. Trunk's own minifier gives up
// on wasm-bindgen's glue, which is a third smaller in brotli afterwards.
//
//   node tools/minify.mjs dist

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { minify } from 'terser';

const [directory] = process.argv.slice(2);
if (!directory) {
  console.error('usage: node tools/minify.mjs DIRECTORY');
  process.exit(2);
}

const integrity = (content) => `sha384-${createHash('sha384').update(content).digest('base64')}`;

const page = join(directory, 'index.html');
let html = readFileSync(page, 'utf8');
for (const name of readdirSync(directory).filter((name) => name.endsWith('.js'))) {
  const path = join(directory, name);
  const script = readFileSync(path, 'utf8');
  const { code } = await minify(script, { module: true, ecma: 2020 });
  // A hash that isn't found would leave a script that no browser accepts.
  if (!html.includes(integrity(script))) throw new Error(`${page} does not name the hash of ${name}`);
  html = html.replaceAll(integrity(script), integrity(code));
  writeFileSync(path, code);
}
writeFileSync(page, html);

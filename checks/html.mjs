// Holds the page's html, as it is written and as it is built, against the HTML standard: html-validate.
//
//   node checks/html.mjs [FILE...]

import { existsSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FileSystemConfigLoader, formatterFactory, HtmlValidate } from 'html-validate';

const RULES = {
  'doctype-style': ['error', { style: 'lowercase' }],
  // What says that the page has stopped stands in front of it, and is hidden until then.
  'heading-level': ['error', { minInitialRank: 'h2' }],
};
const WRITTEN = {
  ...RULES,
  // Trunk's links name a crate or a file to copy, and don't reach a browser.
  'element-required-attributes': 'off',
  // Trunk writes the hashes.
  'require-sri': 'off',
};
const BUILT = {
  ...RULES,
  // Trunk hashes the icon, too. And tools/minify.mjs gives the script's preload a rel of its own, whose hash src/boot.js reads.
  'attribute-misuse': 'off',
  // Trunk ends a link with a slash, which browsers skip.
  'void-style': 'off',
};

const root = fileURLToPath(new URL('../', import.meta.url));
const named = process.argv.slice(2);
const files = named.length > 0 ? named : [`${root}index.html`, `${root}dist/index.html`];

const valid = (file) => {
  const rules = basename(dirname(file)) === 'dist' ? BUILT : WRITTEN;
  const presets = ['html-validate:recommended', 'html-validate:document'];
  const loader = new FileSystemConfigLoader({ root: true, extends: presets, rules });
  const report = new HtmlValidate(loader).validateFileSync(file);
  if (!report.valid) console.error(formatterFactory('text')(report.results));
  return report.valid;
};

const there = files.filter((file) => named.length > 0 || existsSync(file));
if (there.filter((file) => !valid(file)).length > 0) process.exit(1);
const built = there.length < files.length ? '; there is no release build yet (make dist)' : '';
console.log(`html: nothing wrong in ${there.map((file) => relative(root, file)).join(' and ')}${built}`);

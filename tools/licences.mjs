// Fails when a node package of a lock file has a licence that isn't allowed. cargo-deny does the same for the crates.
//
//   node tools/licences.mjs
//
// It reads the lock files alone, so it needs nothing installed, and sees packages of other platforms, too.

import { existsSync, readdirSync, readFileSync } from 'node:fs';

// All of them build, test and measure; none is shipped. So a licence that binds only who changes the package (MPL) will do.
// What is shipped is in deny.toml.
const ALLOWED = new Set(['0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MPL-2.0', 'Zlib']);

/** Whether one side of an SPDX expression's OR is allowed as a whole; brackets inside of it are more than any package needs. */
const isAllowed = (expression) =>
  typeof expression === 'string' &&
  expression
    .replace(/^\((.*)\)$/, '$1')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => ALLOWED.has(licence)));

const root = new URL('../', import.meta.url);
const locks = readdirSync(root)
  .map((folder) => `${folder}/package-lock.json`)
  .filter((path) => existsSync(new URL(path, root)));
if (locks.length === 0) throw new Error('no lock file found');

let read = 0;
const refused = [];
for (const lock of locks) {
  const { lockfileVersion, packages } = JSON.parse(readFileSync(new URL(lock, root), 'utf8'));
  // Older ones don't name licences.
  if (!(lockfileVersion >= 2)) throw new Error(`${lock} is of version ${lockfileVersion}; write it anew with npm 7 or newer`);
  for (const [path, { license }] of Object.entries(packages)) {
    read += 1;
    if (!isAllowed(license)) refused.push(`${lock}: ${path || 'the package itself'}: ${JSON.stringify(license) ?? 'none named'}`);
  }
}

if (refused.length > 0) {
  console.error(['licences: not among those that tools/licences.mjs allows', ...refused].join('\n    '));
  process.exit(1);
}
console.log(`licences: ${read} node packages of ${locks.join(', ')} are fine`);

// Writes the licences of all that is compiled into the page: MIT and others ask that their notices come with each copy.
//
//   node tools/third-party.mjs FILE
//
// Texts that are the same are written once. Nothing of this machine gets in, so the same Cargo.lock gives the same file.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { crates } from './crates.mjs';

const [output] = process.argv.slice(2);
if (!output) {
  console.error('usage: node tools/third-party.mjs FILE');
  process.exit(2);
}

const LICENCE_FILE = /^(licen[cs]e|copying|copyright|notice|unlicense)/i;
const RULE = '-'.repeat(80);

const tidy = (text) => text.replace(/\r\n?/g, '\n').replace(/[ \t]+$/gm, '').trim();
const own = tidy(readFileSync(new URL('../LICENSE', import.meta.url), 'utf8'));
/** The MIT licence is the one text that differs in nothing but its holders. */
const mit = (holders) => own.replace(/^Copyright .*$/m, `Copyright (c) ${holders}`);

/** The texts under which a crate is used: MIT alone where it offers that, else all of its files. */
const textsOf = ({ name, version, authors, license, manifest_path: manifest }) => {
  const folder = dirname(manifest);
  const files = readdirSync(folder).filter((file) => LICENCE_FILE.test(file)).sort();
  const offersMit = /\bMIT\b/.test(license) && !/\bAND\b/.test(license);
  const chosen = offersMit ? files.filter((file) => /mit/i.test(file)) : [];
  const others = offersMit ? files.filter((file) => !/apache|unlicense/i.test(file)) : files;
  const read = (file) => tidy(readFileSync(join(folder, file), 'utf8'));
  const texts = (chosen.length > 0 ? chosen : others).map(read).filter((text) => text !== '');
  if (texts.length > 0) return texts;
  if (!offersMit) throw new Error(`${name} ${version}, ${license}: its package holds no licence to copy`);
  return [mit(authors.map((author) => author.replace(/ *<.*>/, '')).join(', ') || `the authors of ${name}`)];
};

const partsOf = new Map([[mit('The Rust Project Contributors'), ["Rust's standard library"]]]);
for (const crate of crates) {
  const part = `${crate.name} ${crate.version}`;
  for (const text of textsOf(crate)) partsOf.set(text, [...(partsOf.get(text) ?? []), part]);
}

const sections = [...partsOf].map(([text, parts]) => `${RULE}\n${parts.join('\n')}\n${RULE}\n\n${text}\n`);
const heading = 'The page is made of these parts, each under the licence that follows its name.\n';
writeFileSync(output, [heading, ...sections].join('\n'));
console.log(`${basename(output)}: ${crates.length} crates, ${partsOf.size} texts`);

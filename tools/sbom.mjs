// Writes the bill of materials: which crates, of which checksums and licences, are compiled into the page. CycloneDX, JSON.
//
//   node tools/sbom.mjs FILE
//
// Nothing of this machine or moment gets in, so the same Cargo.lock gives the same file.

import { readFileSync, writeFileSync } from 'node:fs';
import { crates, dependenciesOf, page } from './crates.mjs';

const [output] = process.argv.slice(2);
if (!output) {
  console.error('usage: node tools/sbom.mjs FILE');
  process.exit(2);
}

const read = (file) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');

/** Checksums of the packages that crates.io serves, which cargo compared with what it compiled. */
const checksums = new Map(
  Array.from(
    read('Cargo.lock').matchAll(/^name = "(.*)"\nversion = "(.*)"\nsource = ".*"\nchecksum = "(.*)"$/gm),
    ([, name, version, checksum]) => [`${name} ${version}`, checksum],
  ),
);
const rust = read('rust-toolchain.toml').match(/^channel *= *"(.*)"$/m)[1];

const purl = ({ name, version }) => `pkg:cargo/${name}@${encodeURIComponent(version)}`;
const isOwn = ({ source }) => source === null;

const component = (crate) => ({
  type: crate === page ? 'application' : 'library',
  'bom-ref': purl(crate),
  name: crate.name,
  version: crate.version,
  ...(crate.description && { description: crate.description.trim().replace(/\s+/g, ' ') }),
  // Old packages write "MIT/Apache-2.0", which SPDX doesn't know.
  licenses: [{ expression: crate.license.replaceAll('/', ' OR ') }],
  ...(!isOwn(crate) && {
    hashes: [{ alg: 'SHA-256', content: checksums.get(`${crate.name} ${crate.version}`) }],
    purl: purl(crate),
  }),
});

const standardLibrary = {
  type: 'library',
  'bom-ref': `rust-std@${rust}`,
  name: 'rust-std',
  version: rust,
  description: "Rust's standard library",
  licenses: [{ expression: 'MIT OR Apache-2.0' }],
};

const others = crates.filter((crate) => crate !== page);
const bom = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { component: component(page) },
  components: [...others.map(component), standardLibrary],
  dependencies: [
    ...crates.map((crate) => ({
      ref: purl(crate),
      dependsOn: [...dependenciesOf(crate).map(purl), standardLibrary['bom-ref']],
    })),
    { ref: standardLibrary['bom-ref'], dependsOn: [] },
  ],
};
writeFileSync(output, `${JSON.stringify(bom, null, 2)}\n`);

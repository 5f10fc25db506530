// The crates that are compiled into the page, for what is said about them: THIRD-PARTY.txt and the bill of materials.

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PAGE = 'gcore-token-portal';

const metadata = JSON.parse(
  execFileSync('cargo', 'metadata --offline --locked --format-version 1 --filter-platform wasm32-unknown-unknown'.split(' '), {
    cwd: fileURLToPath(new URL('../', import.meta.url)),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  }),
);
const packages = new Map(metadata.packages.map((one) => [one.id, one]));
const nodes = new Map(metadata.resolve.nodes.map((one) => [one.id, one]));

const isMacro = (id) => packages.get(id).targets.some(({ kind }) => kind.includes('proc-macro'));

/** What a crate is linked with directly: macros, build scripts and tests leave nothing of themselves in the page. */
const dependencies = (id) =>
  nodes
    .get(id)
    .deps.filter(({ pkg, dep_kinds: kinds }) => !isMacro(pkg) && kinds.some(({ kind }) => kind === null))
    .map(({ pkg }) => pkg);

const linked = (id, found = new Set()) => {
  if (found.has(id)) return found;
  found.add(id);
  for (const dependency of dependencies(id)) linked(dependency, found);
  return found;
};

const byName = (a, b) => (`${a.name} ${a.version}` < `${b.name} ${b.version}` ? -1 : 1);

/** The page's own crate. */
export const page = metadata.packages.find(({ name }) => name === PAGE);

/** It and all that it is linked with, whether the linker kept any of their code or not, by name. */
export const crates = [...linked(page.id)].map((id) => packages.get(id)).sort(byName);

/** The crates that one of them is linked with directly, by name. */
export const dependenciesOf = ({ id }) =>
  dependencies(id)
    .map((dependency) => packages.get(dependency))
    .sort(byName);

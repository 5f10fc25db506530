// Says which crates and functions the program's bytes go to, as wasm-bindgen writes it: wasm-opt takes the names off.
//
//   node tools/profile.mjs WASM

import { execFileSync } from 'node:child_process';

const [path] = process.argv.slice(2);
if (!path) {
  console.error('usage: node tools/profile.mjs WASM');
  process.exit(2);
}

const ROWS = 30;
const LIBRARIES = ['core', 'alloc', 'std'];

const items = JSON.parse(execFileSync('twiggy', ['top', '--format', 'json', '-n', '1000000', path], { maxBuffer: 1 << 28 }))
  // Not shipped, and twiggy's own sums.
  .filter(({ name }) => !/^(custom section|"function names"|\.\.\. and|Σ)/.test(name))
  .map(({ name, shallow_size: bytes }) => ({ name: name.replace(/\[[0-9a-f]{16}\]/g, ''), bytes }));

/** The first crate in a name that isn't Rust's own library: a `Vec` of a type is there because of the type. */
const crateOf = ({ name }) => {
  const crates = name.startsWith('import ') ? [] : Array.from(name.matchAll(/(?<![\w:])([a-z]\w*)::/g), ([, crate]) => crate);
  return crates.find((crate) => !LIBRARIES.includes(crate)) ?? crates[0] ?? '(texts, tables, imports)';
};

const byCrate = new Map();
for (const item of items) byCrate.set(crateOf(item), (byCrate.get(crateOf(item)) ?? 0) + item.bytes);

const print = (title, rows) => {
  console.log(`\n   bytes  ${title}`);
  for (const { name, bytes } of rows.sort((a, b) => b.bytes - a.bytes).slice(0, ROWS)) {
    console.log(`${String(bytes).padStart(8)}  ${name.length > 160 ? `${name.slice(0, 159)}…` : name}`);
  }
};
print('crate', [...byCrate].map(([name, bytes]) => ({ name, bytes })));
print('function', items);

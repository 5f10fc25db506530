// Says which crates and functions the release build's bytes go to.
//
//   node tools/profile.mjs [WASM]
//
// WASM is a part of what cargo built, before wasm-bindgen: the page's own has no names. It is optimized here as the page is, with
// its names kept, so that the sizes are close to those that are shipped. "brotli" shares the compressed whole out by what each
// crate, and within it each function, would compress to on its own.

import { readFileSync } from 'node:fs';
import binaryen from 'binaryen';
import { brotli } from './compression.mjs';
import { readLeb } from './leb128.mjs';

const [path = 'target/parts/program.wasm'] = process.argv.slice(2);
const MOST_FUNCTIONS = 25;
const LEAST_BYTES = 500;
const LIBRARIES = ['core', 'alloc', 'std'];
const CODE_SECTION = 10;
const DATA_SECTION = 11;

// What wasm-bindgen reads and takes out, and what tools/shrink.mjs drops.
const NOT_SHIPPED = /^__wbindgen_(describe|skip)|^(__wbg_)?intounderlying|^_WASM_SPLIT_MARKER/;

const optimized = (wasm) => {
  const module = binaryen.readBinary(wasm);
  const exported = Array.from({ length: module.getNumExports() }, (_, at) => module.getExportByIndex(at));
  for (const { name } of exported.map((one) => binaryen.getExportInfo(one))) {
    if (NOT_SHIPPED.test(name)) module.removeExport(name);
  }
  binaryen.setDebugInfo(true);
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(1);
  binaryen.setLowMemoryUnused(true);
  module.runPasses(['remove-unused-module-elements']);
  module.optimize();
  const functions = Array.from({ length: module.getNumFunctions() }, (_, at) => module.getFunctionByIndex(at));
  const own = functions.map((one) => binaryen.getFunctionInfo(one)).filter((one) => one.module === '');
  return { binary: Buffer.from(module.emitBinary()), names: own.map(({ name }) => name) };
};

/** The sections that are shipped: all but names and other custom ones. */
const sections = (wasm) => {
  const found = [];
  for (let at = 8; at < wasm.length; ) {
    const id = wasm[at];
    const [size, start] = readLeb(wasm, at + 1);
    if (id !== 0) found.push({ id, content: wasm.subarray(start, start + size) });
    at = start + size;
  }
  return found;
};

const bodies = (code) => {
  const found = [];
  let [count, at] = readLeb(code, 0);
  for (; count > 0; count--) {
    const [size, start] = readLeb(code, at);
    found.push(code.subarray(at, start + size));
    at = start + size;
  }
  return found;
};

const ESCAPES = {
  $LT$: '<',
  $GT$: '>',
  $LP$: '(',
  $RP$: ')',
  $RF$: '&',
  $BP$: '*',
  $C$: ',',
  $u20$: ' ',
  $u27$: "'",
  $u2b$: '+',
  $u3b$: ';',
  $u5b$: '[',
  $u5d$: ']',
  $u7b$: '{',
  $u7d$: '}',
};

/** `_ZN4core3ptr…17h0123456789abcdefE` as Rust writes it. */
const demangled = (name) => {
  const parts = [];
  for (let rest = name.slice('_ZN'.length); /^\d/.test(rest); ) {
    const [digits] = rest.match(/^\d+/);
    const end = digits.length + Number(digits);
    parts.push(rest.slice(digits.length, end));
    rest = rest.slice(end);
  }
  if (/^h[0-9a-f]{16}$/.test(parts.at(-1))) parts.pop();
  return parts
    .map((part) => part.replace(/^_(?=\$)/, ''))
    .join('::')
    .replace(/\$\w+?\$/g, (escape) => ESCAPES[escape] ?? escape)
    .replaceAll('..', '::');
};

/** The crates that a name mentions: its own, and those of the types it was made for. */
const crates = (name) => {
  if (name.startsWith('_ZN')) return [...demangled(name).matchAll(/(?<![\w:])([a-z_]\w*)::/g)].map(([, crate]) => crate);
  // In the newer mangling a crate is `C`, perhaps a hash, and its name behind its length.
  return [...name.matchAll(/C(?:s[0-9A-Za-z]*_)?(\d+)_?([a-z_]\w*)/g)].map(([, length, rest]) => rest.slice(0, Number(length)));
};

/** The first that isn't Rust's own library: a `Vec` of a type is there because of the type. */
const crateOf = (name) => {
  const mentioned = crates(name);
  return mentioned.find((crate) => !LIBRARIES.includes(crate)) ?? mentioned[0] ?? '(no crate)';
};

const { binary, names } = optimized(readFileSync(path));
const parts = sections(binary);
const isOther = ({ id }) => id !== CODE_SECTION && id !== DATA_SECTION;
const others = Buffer.concat(parts.filter(isOther).map(({ content }) => content));
const data = parts.find(({ id }) => id === DATA_SECTION).content;
const functions = bodies(parts.find(({ id }) => id === CODE_SECTION).content).map((body, at) => ({ name: names[at], body }));
if (functions.length !== names.length) throw new Error(`${names.length} names for ${functions.length} functions`);

const byCrate = new Map();
for (const one of functions) {
  const crate = crateOf(one.name);
  byCrate.set(crate, [...(byCrate.get(crate) ?? []), one]);
}
const group = (what, members) => {
  const content = Buffer.concat(members.map(({ body }) => body));
  return { what, members, size: content.length, alone: brotli(content).length };
};
const all = [...byCrate].map(([crate, members]) => group(crate, members));
const large = all.filter(({ size }) => size >= LEAST_BYTES).sort((a, b) => b.size - a.size);
const small = all.filter(({ size }) => size < LEAST_BYTES).flatMap(({ members }) => members);
const groups = [
  ...large.map((one) => ({ ...one, what: `${one.what}, ${one.members.length} functions` })),
  group(`crates under ${LEAST_BYTES} bytes, ${small.length} functions`, small),
  group('texts and tables', [{ body: data }]),
  group('types, imports, exports', [{ body: others }]),
];

const whole = Buffer.concat([others, ...functions.map(({ body }) => body), data]);
const total = brotli(whole).length;
const scale = total / groups.reduce((sum, { alone }) => sum + alone, 0);

const print = (title, rows) => {
  console.log(`\n${'plain'.padStart(8)}${'brotli'.padStart(8)}  ${title}`);
  for (const [plain, packed, what] of rows) console.log(`${String(plain).padStart(8)}${packed.toFixed(0).padStart(8)}  ${what}`);
};
print('crate', [...groups.map(({ what, size, alone }) => [size, alone * scale, what]), [whole.length, total, 'all']]);

const functionRows = large.flatMap(({ members, alone }) => {
  const each = members.map(({ body }) => brotli(body).length);
  const share = (alone * scale) / each.reduce((sum, size) => sum + size, 0);
  return members.map(({ name, body }, at) => [body.length, each[at] * share, name.startsWith('_ZN') ? demangled(name) : name]);
});
print('function', functionRows.sort(([, a], [, b]) => b - a).slice(0, MOST_FUNCTIONS));

// Makes a release build smaller without changing what it does, and puts the new hashes into its index.html:
//
//  - puts the program without the list of tokens, and the list's part beside it, in place of the program;
//  - drops the stream classes that a dependency of Leptos exports from every page and this one never uses;
//  - joins the stylesheets, which compress better as one;
//  - gives the functions that the wasm imports from its glue short names instead of long ones with hashes;
//  - minifies the scripts, since Trunk's own minifier gives up on the glue;
//  - lets what is painted first come before the wasm.
//
//   node tools/shrink.mjs dist target/parts

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import binaryen from 'binaryen';
import { minify } from 'terser';
import { readLeb } from './leb128.mjs';

const [directory, parts] = process.argv.slice(2);
if (!directory || !parts) {
  console.error('usage: node tools/shrink.mjs DIRECTORY PARTS');
  process.exit(2);
}

const UNUSED_EXPORT = /^(__wbg_)?intounderlying/;
// Only these classes make promises of futures. That code would stay, since tables of methods still point to it. Nothing smaller
// is named here: of functions that are the same, one is kept for all.
const UNUSED_FUNCTION = /^js_sys(\[\w+\])?::futures::future_to_promise::/;

const integrity = (content) => `sha384-${createHash('sha384').update(content).digest('base64')}`;

const hash = (content) => createHash('sha256').update(content).digest('hex').slice(0, 16);

const emitted = (module) => {
  module.runPasses(['remove-unused-module-elements', 'strip-debug', 'strip-producers', 'strip-target-features']);
  // What is used once less by now can be inlined or merged.
  binaryen.setOptimizeLevel(2);
  binaryen.setShrinkLevel(1);
  binaryen.setLowMemoryUnused(true);
  module.optimize();
  return Buffer.from(module.emitBinary());
};

/** Removes the stream classes, and all that only they needed. */
const withoutStreams = (wasm) => {
  const module = binaryen.readBinary(wasm);
  const names = Array.from({ length: module.getNumExports() }, (_, at) => binaryen.getExportInfo(module.getExportByIndex(at)).name);
  for (const name of names) {
    if (UNUSED_EXPORT.test(name)) module.removeExport(name);
  }
  const functions = Array.from({ length: module.getNumFunctions() }, (_, at) => binaryen.getFunctionInfo(module.getFunctionByIndex(at)));
  const unused = functions.filter(({ name }) => UNUSED_FUNCTION.test(name));
  // Without names nothing would be found, and the page would grow unseen.
  if (unused.length === 0) throw new Error('the wasm names no function of the stream classes');
  for (const { name, params, results } of unused) {
    module.removeFunction(name);
    module.addFunction(name, params, results, [], module.unreachable());
  }
  return emitted(module);
};

// The WebAssembly binary format, as far as the import section needs it.
const IMPORT_SECTION = 2;

const leb = (value) => {
  const bytes = [];
  do {
    bytes.push((value & 0x7f) | (value > 0x7f ? 0x80 : 0));
    value >>>= 7;
  } while (value > 0);
  return Buffer.from(bytes);
};

const shortName = (number) => `_${number.toString(36)}`;

/** Renames the functions imported from the glue; returns the new wasm and a map from old to new names. */
const withShortImports = (wasm) => {
  const names = new Map();
  let at = 8;
  while (wasm[at] !== IMPORT_SECTION) {
    const [size, start] = readLeb(wasm, at + 1);
    at = start + size;
  }
  const [size, start] = readLeb(wasm, at + 1);
  const section = wasm.subarray(start, start + size);
  let [count, from] = readLeb(section, 0);
  const parts = [leb(count)];
  for (let left = count; left > 0; left--) {
    let [length, text] = readLeb(section, from);
    parts.push(section.subarray(from, text + length));
    [length, text] = readLeb(section, text + length);
    const name = section.toString('utf8', text, text + length);
    const kindAt = text + length;
    // Only functions are imported by the kind of module that wasm-bindgen makes.
    if (section[kindAt] !== 0) throw new Error(`${name} is no function`);
    const short = shortName(names.size);
    names.set(name, short);
    parts.push(leb(short.length), Buffer.from(short));
    [, from] = readLeb(section, kindAt + 1);
    parts.push(section.subarray(kindAt, from));
  }
  const renamed = Buffer.concat(parts);
  return [Buffer.concat([wasm.subarray(0, at + 1), leb(renamed.length), renamed, wasm.subarray(start + size)]), names];
};

/** The glue with the new names, without the functions that nothing imports any more. */
const fittingGlue = (glue, names) => {
  const kept = glue
    .replace(/^export class IntoUnderlying\w+ \{[\s\S]*?^\}\n/gm, '')
    .replace(/^if \(Symbol\.dispose\) IntoUnderlying.*\n/gm, '')
    .replace(/^const IntoUnderlying\w+ = [\s\S]*?;\n/gm, '')
    .replace(/^ {8}(__wb\w+)(: [\s\S]*?\n {8}\}.*,\n)/gm, (_, name, rest) => (names.has(name) ? `        ${names.get(name)}${rest}` : ''));
  for (const [name, short] of names) {
    if (!kept.includes(`        ${short}: `)) throw new Error(`the glue offers no ${name}`);
  }
  return kept;
};

const page = join(directory, 'index.html');
let html = readFileSync(page, 'utf8');
const put = (name, before, after) => {
  // A hash that isn't found would leave a file that no browser accepts.
  if (!html.includes(integrity(before))) throw new Error(`${page} does not name the hash of ${name}`);
  html = html.replaceAll(integrity(before), integrity(after));
  // Browsers keep a file for good by its name, so other content needs another one.
  const renamed = name.replace(/[0-9a-f]{16}/, hash(after));
  html = html.replaceAll(name, renamed);
  unlinkSync(join(directory, name));
  writeFileSync(join(directory, renamed), after);
};

const STYLESHEET = /<link rel="stylesheet" href="\.\/([^"]+)"[^>]*>\s*/g;

const joinStylesheets = () => {
  const names = Array.from(html.matchAll(STYLESHEET), ([, name]) => name);
  const style = names.map((name) => readFileSync(join(directory, name), 'utf8')).join('');
  const joined = `style-${hash(style)}.css`;
  names.forEach((name) => unlinkSync(join(directory, name)));
  writeFileSync(join(directory, joined), style);
  let first = `<link rel="stylesheet" href="./${joined}" integrity="${integrity(style)}">\n    `;
  html = html.replace(STYLESHEET, () => {
    const link = first;
    first = '';
    return link;
  });
};

joinStylesheets();
const files = readdirSync(directory);
const wasmName = files.find((name) => name.endsWith('.wasm'));
const [program, names] = withShortImports(withoutStreams(readFileSync(join(parts, 'program_bg.wasm'))));
put(wasmName, readFileSync(join(directory, wasmName)), program);

for (const name of files.filter((name) => name.endsWith('.js'))) {
  const script = readFileSync(join(directory, name), 'utf8');
  const isGlue = wasmName === name.replace(/\.js$/, '_bg.wasm');
  const source = isGlue ? fittingGlue(readFileSync(join(parts, 'program.js'), 'utf8'), names) : script;
  const { code } = await minify(source, { module: true, toplevel: true, ecma: 2020 });
  put(name, script, code);
}

const list = emitted(binaryen.readBinary(readFileSync(join(parts, 'tokens.wasm'))));
const listName = `tokens-${hash(list)}.wasm`;
writeFileSync(join(directory, listName), list);
// Where src/boot.js looks for it.
html = html.replace('<script ', () => `<script data-list="./${listName}" data-list-integrity="${integrity(list)}" `);

// The early form is painted first, and takes what is typed while the program arrives.
html = html.replace('as="fetch"', 'as="fetch" fetchpriority="low"');
writeFileSync(page, html);

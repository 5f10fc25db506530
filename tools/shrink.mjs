// Makes a release build smaller without changing what it does, and puts the new hashes into its index.html:
//
//  - puts the program without the list of tokens, and the list's part beside it, in place of the program;
//  - drops the stream classes that a dependency of Leptos exports from every page and this one never uses;
//  - joins the stylesheets of what is painted first, which compress better as one, and has the others come after that;
//  - gives the functions that wasm and glue take from each other short names instead of long ones with hashes;
//  - minifies styles and scripts, since Trunk's own minifier gives up on the glue;
//  - lets what is painted first come before the program.
//
//   node tools/shrink.mjs dist target/parts

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import binaryen from 'binaryen';
import { transform } from 'lightningcss';
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
  module.runPasses(['remove-unused-module-elements']);
  // What is used once less by now can be inlined or merged.
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(1);
  binaryen.setLowMemoryUnused(true);
  module.optimize();
  // Neighbours by name are alike, which compresses better.
  module.runPasses(['reorder-functions-by-name', 'strip-debug', 'strip-producers', 'strip-target-features']);
  return Buffer.from(module.emitBinary());
};

const shortName = (number) => `_${number.toString(36)}`;

/**
 * Removes the stream classes, and all that only they needed, and gives the functions that the glue calls short names; returns the
 * new wasm and a map from old to new names.
 */
const withShortExports = (wasm, glue, list) => {
  const module = binaryen.readBinary(wasm);
  const exported = Array.from({ length: module.getNumExports() }, (_, at) => binaryen.getExportInfo(module.getExportByIndex(at)));
  const called = new Set(Array.from(glue.matchAll(/\bwasm\.(\w+)/g), ([, name]) => name));
  const taken = new Set(WebAssembly.Module.imports(new WebAssembly.Module(list)).map(({ name }) => name));
  const names = new Map();
  for (const { kind, name, value } of exported) {
    // Memory, tables and globals keep their names: the list's part takes some.
    if (kind !== binaryen.ExternalFunction && (called.has(name) || taken.has(name))) continue;
    module.removeExport(name);
    if (UNUSED_EXPORT.test(name) || !called.has(name)) continue;
    names.set(name, shortName(names.size));
    module.addFunctionExport(value, names.get(name));
  }
  const functions = Array.from({ length: module.getNumFunctions() }, (_, at) => binaryen.getFunctionInfo(module.getFunctionByIndex(at)));
  const unused = functions.filter(({ name }) => UNUSED_FUNCTION.test(name));
  // Without names nothing would be found, and the page would grow unseen.
  if (unused.length === 0) throw new Error('the wasm names no function of the stream classes');
  for (const { name, params, results } of unused) {
    module.removeFunction(name);
    module.addFunction(name, params, results, [], module.unreachable());
  }
  return [emitted(module), names];
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

/** The glue with the new names, without what nothing calls any more. */
const fittingGlue = (glue, names, exported) => {
  const kept = glue
    .replace(/^export class IntoUnderlying\w+ \{[\s\S]*?^\}\n/gm, '')
    .replace(/^if \(Symbol\.dispose\) IntoUnderlying.*\n/gm, '')
    .replace(/^const IntoUnderlying\w+ = [\s\S]*?;\n/gm, '')
    .replace(/^ {8}(__wb\w+)(: [\s\S]*?\n {8}\}.*,\n)/gm, (_, name, rest) => (names.has(name) ? `        ${names.get(name)}${rest}` : ''))
    .replace('export { initSync, ', 'export { ')
    .replace(/\bwasm\.(\w+)\b/g, (called, name) => (exported.has(name) ? `wasm.${exported.get(name)}` : called));
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

// Those of docs/browsers.md, as lightningcss writes versions.
const OLDEST_BROWSERS = { chrome: 97 << 16, firefox: 102 << 16, safari: 16 << 16 };
const STYLESHEET = /<link rel="stylesheet" href="\.\/([^"]+)"[^>]*>\s*/g;
// What comes after the first paint, by what the joined file is called after.
const LATER_STYLES = { form: /^(form|token)-/, tokens: /^list-/ };

const minifiedStyle = (style) =>
  transform({ filename: 'style.css', code: Buffer.from(style), minify: true, targets: OLDEST_BROWSERS }).code;

/** Stylesheets as one, which are no longer in the folder then. */
const joined = (names) => {
  const style = minifiedStyle(names.map((name) => readFileSync(join(directory, name), 'utf8')).join(''));
  names.forEach((name) => unlinkSync(join(directory, name)));
  return style;
};
const stylesheets = Array.from(html.matchAll(STYLESHEET), ([, name]) => name);
const laterStyle = (group) => joined(stylesheets.filter((name) => group.test(name)));

const joinFirstStyles = () => {
  const later = Object.values(LATER_STYLES);
  const style = joined(stylesheets.filter((name) => !later.some((group) => group.test(name))));
  const name = `style-${hash(style)}.css`;
  writeFileSync(join(directory, name), style);
  let first = `<link rel="stylesheet" href="./${name}" integrity="${integrity(style)}">\n    `;
  html = html.replace(STYLESHEET, () => {
    const link = first;
    first = '';
    return link;
  });
};

joinFirstStyles();
const files = readdirSync(directory);
const wasmName = files.find((name) => name.endsWith('.wasm'));
const glue = readFileSync(join(parts, 'program.js'), 'utf8');
const list = readFileSync(join(parts, 'tokens.wasm'));
const [whole, exported] = withShortExports(readFileSync(join(parts, 'program_bg.wasm')), glue, list);
const [program, names] = withShortImports(whole);
put(wasmName, readFileSync(join(directory, wasmName)), program);

for (const name of files.filter((name) => name.endsWith('.js'))) {
  const script = readFileSync(join(directory, name), 'utf8');
  const isGlue = wasmName === name.replace(/\.js$/, '_bg.wasm');
  const source = isGlue ? fittingGlue(glue, names, exported) : script;
  const { code } = await minify(source, {
    module: true,
    ecma: 2020,
    // The glue warns of ways to call it that nobody takes.
    compress: { passes: 3, drop_console: ['warn'] },
  });
  put(name, script, code);
}

const later = {
  'form-style': ['form', laterStyle(LATER_STYLES.form), 'css'],
  list: ['tokens', emitted(binaryen.readBinary(list)), 'wasm'],
  'list-style': ['tokens', laterStyle(LATER_STYLES.tokens), 'css'],
};
for (const [attribute, [of, content, extension]] of Object.entries(later)) {
  const name = `${of}-${hash(content)}.${extension}`;
  writeFileSync(join(directory, name), content);
  // Where src/boot.js looks for it.
  html = html.replace('<script ', () => `<script data-${attribute}="./${name}" data-${attribute}-integrity="${integrity(content)}" `);
}

// Browsers check no icon.
html = html.replace(/(<link rel="icon"[^>]*) integrity="[^"]*"/, '$1');
// The early form is painted first, and takes what is typed while the program arrives. Of a preloaded wasm only the transfer comes
// before that, but a script would be compiled, too; src/boot.js asks for it.
html = html.replace('as="fetch"', 'as="fetch" fetchpriority="low"').replace('rel="modulepreload"', 'rel="later-modulepreload"');
// What indents the page is space between its elements either way.
html = html.replace(/\n\s+/g, '\n');
writeFileSync(page, html);

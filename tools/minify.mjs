// Makes a release build smaller: one style sheet instead of several, minified scripts (Trunk's own minifier gives up on
// wasm-bindgen's) and an optimized wasm (so that Trunk alone needs no wasm-opt). index.html gets the new names and hashes.
//
//   node tools/minify.mjs dist

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { transform } from 'lightningcss';
import { minify } from 'terser';

const [directory] = process.argv.slice(2);
if (!directory) {
  console.error('usage: node tools/minify.mjs DIRECTORY');
  process.exit(2);
}

// Those of docs/browsers.md, as lightningcss writes versions.
const OLDEST_BROWSERS = { chrome: 103 << 16, firefox: 102 << 16, safari: 16 << 16 };
const STYLESHEET = /<link rel="stylesheet" href="\.\/([^"]+)"[^>]*>\s*/g;

const hash = (algorithm, content, encoding) => createHash(algorithm).update(content).digest(encoding);
const integrity = (content) => `sha384-${hash('sha384', content, 'base64')}`;
// Browsers keep a file for good by its name, so other content needs another name.
const shortHash = (content) => hash('sha256', content, 'hex').slice(0, 16);

const page = join(directory, 'index.html');
let html = readFileSync(page, 'utf8');

const joinStyles = () => {
  const names = Array.from(html.matchAll(STYLESHEET), ([, name]) => name);
  const sheets = names.map((name) => readFileSync(join(directory, name)));
  const { code } = transform({ filename: 'style.css', code: Buffer.concat(sheets), minify: true, targets: OLDEST_BROWSERS });
  const joined = `style-${shortHash(code)}.css`;
  names.forEach((name) => rmSync(join(directory, name)));
  writeFileSync(join(directory, joined), code);
  const link = `<link rel="stylesheet" href="./${joined}" integrity="${integrity(code)}">\n`;
  html = html.replace(STYLESHEET, (_, name) => (name === names[0] ? link : ''));
};

/** Puts other content in a file's place, and its name and hash into the page. */
const replace = (name, content) => {
  const path = join(directory, name);
  const before = integrity(readFileSync(path));
  // A hash that isn't found would leave a file that no browser accepts.
  if (!html.includes(before)) throw new Error(`${page} does not hold the hash of ${name}`);
  const renamed = name.replace(/-[0-9a-f]+(?=(_bg)?\.\w+$)/, `-${shortHash(content)}`);
  html = html.replaceAll(name, renamed).replaceAll(before, integrity(content));
  rmSync(path);
  writeFileSync(join(directory, renamed), content);
};

joinStyles();
for (const name of readdirSync(directory)) {
  const path = join(directory, name);
  if (extname(name) === '.js') {
    const script = readFileSync(path, 'utf8');
    replace(name, (await minify(script, { module: true, ecma: 2020, compress: { passes: 3 } })).code);
  }
  if (extname(name) === '.wasm') replace(name, execFileSync('wasm-opt', ['-O2', path, '-o', '-'], { maxBuffer: 1 << 28 }));
}
// A preloaded script is compiled before the first frame, so src/boot.js asks for it after that.
html = html.replace('rel="modulepreload"', 'rel="later-modulepreload"');
// What indents the page is space between its elements either way.
writeFileSync(page, html.replace(/\n\s+/g, '\n'));

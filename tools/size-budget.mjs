// Fails when what a browser downloads before the form can be used has grown over the budget, or what it downloads besides when the
// list of tokens is first opened.
//
//   node tools/size-budget.mjs dist

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotli } from './compression.mjs';

const COUNTED = ['.html', '.js', '.css', '.wasm'];
// Each file counts where it is first asked for. The goal for the form is 100 kB. Builds of other compilers differ by some hundred bytes.
const BUDGETS = [
  { what: 'the form', counts: (name) => !name.startsWith('tokens-'), bytes: 97_000 },
  { what: 'the list of tokens, when it is opened', counts: (name) => name.startsWith('tokens-'), bytes: 33_500 },
];

const [directory = 'dist'] = process.argv.slice(2);
if (!existsSync(join(directory, 'index.html'))) {
  console.log(`size budget: no release build in ${directory}/ yet (make dist), nothing to measure`);
  process.exit(0);
}

const rows = readdirSync(directory, { recursive: true })
  .filter((name) => COUNTED.includes(extname(name)))
  .map((name) => {
    const content = readFileSync(join(directory, name));
    return { name, raw: content.length, compressed: brotli(content).length };
  })
  .sort((a, b) => b.compressed - a.compressed);

const kilobytes = (bytes) => (bytes / 1000).toFixed(1).padStart(9);
const width = Math.max(...rows.map(({ name }) => name.length));
for (const { what, counts, bytes } of BUDGETS) {
  const counted = rows.filter(({ name }) => counts(name));
  const sum = (of) => counted.reduce((total, row) => total + of(row), 0);
  const total = { name: 'total', raw: sum(({ raw }) => raw), compressed: sum(({ compressed }) => compressed) };
  console.log(`${`${what}, kB`.padEnd(width)}      plain   brotli`);
  for (const { name, raw, compressed } of [...counted, total]) {
    console.log(`${name.padEnd(width)}  ${kilobytes(raw)}${kilobytes(compressed)}`);
  }
  if (total.compressed > bytes) {
    console.error(`size budget: ${total.compressed} bytes in brotli, ${total.compressed - bytes} over the budget of ${bytes}`);
    process.exitCode = 1;
  } else {
    console.log(`size budget: ${bytes - total.compressed} bytes left of ${bytes}\n`);
  }
}

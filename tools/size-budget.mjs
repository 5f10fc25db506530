// Fails when what a browser downloads before the form can be used has grown over the budget.
//
//   node tools/size-budget.mjs dist

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotli } from './compression.mjs';

const BUDGET_BYTES = 127_000;
const COUNTED = ['.html', '.js', '.css', '.wasm'];

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
const total = rows.reduce(
  (sum, { raw, compressed }) => ({ name: 'total', raw: sum.raw + raw, compressed: sum.compressed + compressed }),
  { raw: 0, compressed: 0 },
);

const kilobytes = (bytes) => (bytes / 1000).toFixed(1).padStart(9);
const width = Math.max(...rows.map(({ name }) => name.length), total.name.length);
console.log(`${'kB'.padEnd(width)}      plain   brotli`);
for (const { name, raw, compressed } of [...rows, total]) {
  console.log(`${name.padEnd(width)}  ${kilobytes(raw)}${kilobytes(compressed)}`);
}

if (total.compressed > BUDGET_BYTES) {
  console.error(`size budget: ${total.compressed} bytes in brotli, ${total.compressed - BUDGET_BYTES} over the budget of ${BUDGET_BYTES}`);
  process.exit(1);
}
console.log(`size budget: ${BUDGET_BYTES - total.compressed} bytes left of ${BUDGET_BYTES}`);

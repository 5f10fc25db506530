// Fails when the whole page, as a browser downloads it, has grown over the budget.
//
//   node tools/size-budget.mjs dist

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotli, isPartOfPage } from './compression.mjs';

// Bytes in brotli. The goal is 175 kB: docs/architecture.md says what the rest is.
const BUDGET = 322_500;

const [directory = 'dist'] = process.argv.slice(2);
if (!existsSync(join(directory, 'index.html'))) {
  console.log(`size budget: no release build in ${directory}/ yet (make dist), nothing to measure`);
  process.exit(0);
}

const rows = readdirSync(directory, { recursive: true })
  .filter(isPartOfPage)
  .map((name) => {
    const content = readFileSync(join(directory, name));
    return { name, raw: content.length, compressed: brotli(content).length };
  })
  .sort((a, b) => b.compressed - a.compressed);

const sum = (of) => rows.reduce((total, row) => total + of(row), 0);
const total = { name: 'total', raw: sum(({ raw }) => raw), compressed: sum(({ compressed }) => compressed) };
const kilobytes = (bytes) => (bytes / 1000).toFixed(1).padStart(9);
const width = Math.max(...rows.map(({ name }) => name.length));

console.log(`${'kB'.padEnd(width)}      plain   brotli`);
for (const { name, raw, compressed } of [...rows, total]) {
  console.log(`${name.padEnd(width)}  ${kilobytes(raw)}${kilobytes(compressed)}`);
}
if (total.compressed > BUDGET) {
  console.error(`size budget: ${total.compressed} bytes in brotli, ${total.compressed - BUDGET} over the budget of ${BUDGET}`);
  process.exitCode = 1;
} else {
  console.log(`size budget: ${BUDGET - total.compressed} bytes left of ${BUDGET}`);
}

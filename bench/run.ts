// Measures the built page beside other ways to send the same request, prints the tables, and writes results.json.
//
//   npm run bench [-- [--write] [SECTION...]]
//
//   --write   puts the tables into README.md as well
//   ROUNDS=   how many rounds, instead of 9 at full speed (loads: three times as many) and 5 at quarter speed
//
// It fails when it can't measure, not when a goal is missed: machines differ, and so do ratios on one that is busy.

import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DIST } from '../testing/dist.ts';
import type { Rounds, Section } from './bench.ts';
import { launch } from './browser.ts';
import { markdown, met, type Report } from './report.ts';
import { interaction } from './sections/interaction.ts';
import { loading } from './sections/loading.ts';
import { soak } from './sections/soak.ts';
import { tokens } from './sections/tokens.ts';

/** In the order of the tables; another one is a file and its name here. */
const SECTIONS: Record<string, Section> = { loading, interaction, tokens, soak };

const README = new URL('../README.md', import.meta.url);
const RESULTS = new URL('results.json', import.meta.url);
const BLOCK = /(<!-- bench -->\n)[\s\S]*?(<!-- \/bench -->)/;

const rounds = (): Rounds => {
  const asked = process.env['ROUNDS'];
  if (!asked) return { fast: 9, slow: 5 };
  const number = Number(asked);
  if (!Number.isInteger(number) || number < 1) throw new Error(`ROUNDS is ${asked}, and has to be 1 or more`);
  return { fast: number, slow: number };
};

/** How much of the machine others use, as seen over a second. */
const busy = async (): Promise<number> => {
  const sum = (idleOnly: boolean): number =>
    cpus().reduce((total, { times }) => total + (idleOnly ? times.idle : Object.values(times).reduce((a, b) => a + b)), 0);
  const before = { all: sum(false), idle: sum(true) };
  await pause(1000);
  return 1 - (sum(true) - before.idle) / (sum(false) - before.all);
};

const { values, positionals } = parseArgs({ options: { write: { type: 'boolean', default: false } }, allowPositionals: true });
const chosen = positionals.length > 0 ? positionals : Object.keys(SECTIONS);
const unknown = chosen.find((name) => !(name in SECTIONS));
if (unknown !== undefined) throw new Error(`no section ${unknown}; there are ${Object.keys(SECTIONS).join(', ')}`);
if (values.write && chosen.length < Object.keys(SECTIONS).length) throw new Error('--write needs every section');

const counted = rounds();
const say = (progress: string): void => console.error(progress);
const reports: Report[] = [];
const busyShare = await busy();
if (busyShare > 0.1) say(`something else keeps this machine ${(busyShare * 100).toFixed(0)} % busy: the numbers will suffer`);
const browser = await launch();
try {
  for (const name of chosen) reports.push(await SECTIONS[name]!({ browser, rounds: counted, say }));
} finally {
  await browser.close();
}

const { commit } = JSON.parse(readFileSync(join(DIST, 'version.json'), 'utf8')) as { commit: string };
const machine =
  `This page is of commit ${commit}. Medians of ${counted.fast} rounds at full speed and ${counted.slow} at quarter speed ` +
  'unless a table says otherwise, ' +
  `taken in turns on ${cpus().length} cores with Chromium ${browser.version()} on ${process.platform}.`;
const text = markdown(reports, machine);
console.log(text);
const results = { machine, reports: reports.map(({ title, measured }) => ({ title, measured })) };
writeFileSync(RESULTS, `${JSON.stringify(results, null, 2)}\n`);

if (values.write) {
  const readme = readFileSync(README, 'utf8');
  if (!BLOCK.test(readme)) throw new Error('README.md has no place for the tables: <!-- bench --> and <!-- /bench -->');
  writeFileSync(README, readme.replace(BLOCK, (_, start: string, end: string) => `${start}\n${text}\n\n${end}`));
}

const goals = reports.flatMap((report) => report.goals);
const missed = goals.filter((goal) => !met(goal));
say(`\n${goals.length - missed.length} of ${goals.length} goals met`);
for (const { what, measured, most, show } of missed) say(`MISSED: ${what}: ${show(measured)}, at most ${show(most)}`);

import { ACCOUNT, Emulator, KEYS } from '../../testing/emulator.ts';
import { ROLES } from '../../testing/facts.ts';
import { type Bench, type Section } from '../bench.ts';
import { type Conditions, inFreshTab, probed } from '../browser.ts';
import { portal } from '../contestants.ts';
import type { Goal, Table } from '../report.ts';
import { Site } from '../site.ts';
import { median, megabytes, milliseconds, worst } from '../statistics.ts';

const COUNT = 5000;
const DAY_MS = 86_400_000;
const FRAME_MS = 1000 / 60;
const LONG_MS = 50;
const REFRESHES = 10;

/** A long history: every twentieth token is active, the others expired or deleted. */
const history = (): string => {
  const now = Date.now();
  const iso = (days: number): string => new Date(now + days * DAY_MS).toISOString();
  const tokens = Array.from({ length: COUNT }, (_, at) => {
    const active = at % 20 === 0;
    const role = ROLES[at % ROLES.length]!;
    return {
      id: 10_000 + at,
      name: `${['deploy', 'backup', 'metrics', 'purge', 'audit'][at % 5]}-${(at * 7919) % COUNT}`,
      description: `Made for the pipeline number ${at}`,
      exp_date: at % 40 === 0 ? null : iso(active ? (at % 400) + 1 : -1 - (at % 700)),
      expired: !active && at % 2 === 0,
      deleted: !active,
      created: iso(-30 - (at % 900)),
      last_usage: at % 3 === 0 ? null : iso(-(at % 120)),
      client_user: {
        role,
        deleted: at % 50 === 0,
        user_id: 1000 + (at % 30),
        client_id: ACCOUNT,
        user_name: `Person ${at % 30}`,
        user_email: `person${at % 30}@example.com`,
      },
    };
  });
  return JSON.stringify(tokens);
};

/** One visit to the list. */
interface Visit {
  /** From the press to the rows on screen. */
  open: number;
  longestTask: number;
  /** From each letter, filter or order to the frame that shows what it found. */
  search: number[];
  sort: number[];
  rows: number;
  /** WebAssembly memory after some refreshes and after as many more. */
  memoryBefore: number;
  memoryAfter: number;
}

const visit = ({ browser }: Bench, site: Site, conditions: Conditions): Promise<Visit> => {
  const contestant = portal();
  return inFreshTab(browser, conditions, ['loading', 'tokens'], { field: contestant.field, whole: contestant.whole }, async ({ page }) => {
    await page.goto(site.url(contestant), { waitUntil: 'commit' });
    await probed(page, 'bench.loading');
    await page.getByRole('link', { name: 'Tokens', exact: true }).click();
    // Before the list's part is there, the form's own field may still stand here, and what is filled into it would go with it.
    await page.getByRole('button', { name: 'Show tokens', exact: true }).waitFor();
    await page.getByLabel('API key', { exact: true }).fill(KEYS.Administrators);
    await page.getByLabel('Account ID', { exact: true }).fill(String(ACCOUNT));
    const opened = await probed<{ open: number; longestTask: number }>(page, 'bench.open()');
    await page.getByLabel('Status', { exact: true }).selectOption({ label: 'All' });
    const search = await probed<number[]>(page, `bench.search(${JSON.stringify('deploy pipe')})`);
    await probed(page, 'bench.search("")');
    const sort = await probed<number[]>(page, 'bench.sort()');
    const all = page.locator('.tokens tbody tr');
    await all.nth(99).waitFor();
    const rows = await all.count();
    // The old list and the new one are there together for a moment, as the rows of two searches are: the first refreshes come after
    // all of that, so that the next ones find room enough.
    await probed(page, `bench.refresh(${REFRESHES})`);
    const memoryBefore = await probed<number>(page, 'bench.memory()');
    await probed(page, `bench.refresh(${REFRESHES})`);
    return { ...opened, search, sort, rows, memoryBefore, memoryAfter: await probed<number>(page, 'bench.memory()') };
  });
};

const CONDITIONS: Conditions[] = [
  { name: 'Full speed', slowdown: 1 },
  { name: 'Quarter speed', slowdown: 4 },
];

type Row = [what: string, show: (value: number) => string, value: (visits: readonly Visit[]) => number];
const ROWS: Row[] = [
  ['Answer to the list on screen', milliseconds, (visits) => median(visits.map(({ open }) => open))],
  ['Longest task while it opens', milliseconds, (visits) => median(visits.map(({ longestTask }) => longestTask))],
  ['A letter of a search, work', milliseconds, (visits) => median(visits.flatMap(({ search }) => search))],
  ['Another order, work', milliseconds, (visits) => median(visits.flatMap(({ sort }) => sort))],
  ['Rows in the document', String, (visits) => worst(visits.map(({ rows }) => rows))],
  [`Memory after ${REFRESHES} refreshes`, megabytes, (visits) => median(visits.map(({ memoryBefore }) => memoryBefore))],
  [`Memory after ${REFRESHES} more`, megabytes, (visits) => median(visits.map(({ memoryAfter }) => memoryAfter))],
];

/** How the list of tokens bears a long history. */
export const tokens: Section = async (bench) => {
  const emulator = await Emulator.start();
  const site = await Site.start([portal()], emulator.origin);
  site.answers.set(`GET /iam/v2/clients/${ACCOUNT}/tokens`, history());
  const visits: Visit[][] = [];
  try {
    for (const conditions of CONDITIONS) {
      const rounds = conditions.slowdown === 1 ? bench.rounds.fast : bench.rounds.slow;
      bench.say(`tokens: ${conditions.name}, ${rounds} rounds`);
      const all: Visit[] = [];
      for (let round = 0; round < rounds; round++) all.push(await visit(bench, site, conditions));
      visits.push(all);
    }
  } finally {
    await Promise.all([site.stop(), emulator.stop()]);
  }
  const table: Table = {
    caption: `${COUNT} tokens`,
    head: ['', ...CONDITIONS.map(({ name }) => name)],
    rows: ROWS.map(([what, show, value]) => [what, ...visits.map((all) => show(value(all)))]),
  };
  const slow = visits[1]!;
  const goal = (what: string, most: number, measured: number, show: (value: number) => string): Goal => ({ what, most, measured, show });
  return {
    title: 'The list of tokens',
    tables: [table],
    goals: [
      goal('Longest task while the list opens, quarter speed', LONG_MS, median(slow.map(({ longestTask }) => longestTask)), milliseconds),
      goal('A letter of a search, quarter speed', FRAME_MS, median(slow.flatMap(({ search }) => search)), milliseconds),
      goal('Another order, quarter speed', FRAME_MS, median(slow.flatMap(({ sort }) => sort)), milliseconds),
      goal('Rows in the document', 300, worst(slow.map(({ rows }) => rows)), String),
      goal(
        `Memory after ${REFRESHES} more refreshes against before`,
        1.1,
        median(slow.map(({ memoryBefore, memoryAfter }) => memoryAfter / memoryBefore)),
        (value) => `${value.toFixed(2)} ×`,
      ),
    ],
    measured: Object.fromEntries(CONDITIONS.map(({ name }, at) => [name, visits[at]])),
  };
};

import { ACCOUNT, Emulator, KEYS } from '../../testing/emulator.ts';
import { COLUMN_LABELS, PAGE_SIZE } from '../../testing/facts.ts';
import { type Bench, interleaved, type Section } from '../bench.ts';
import { type Conditions, inFreshTab, jsHeap, probed, type Tab } from '../browser.ts';
import { byHand, type Contestant, portal, settingOf } from '../contestants.ts';
import { COUNT, history } from '../history.ts';
import { ahead, type Goal, type Table } from '../report.ts';
import { Site } from '../site.ts';
import { LONG_MS, longest, median, megabytes, milliseconds, ratio, worst } from '../statistics.ts';

const REFRESHES = 10;
/** Each of its letters changes what is on screen. */
const SEARCH = '4321';

/** What a press or a letter led to. */
interface Step {
  /** To the frame that shows it. */
  time: number;
  /** The tokens on screen. */
  rows: string;
}

/** One visit to the list. */
interface Visit {
  /** From the answer to the list on screen. */
  open: number;
  longestTaskOpening: number;
  /** From each letter, typed and taken back. */
  search: number[];
  /** From each press of a heading. */
  sort: number[];
  /** While the list is searched and sorted. */
  longestTaskAfter: number;
  /** The tokens on screen after each step. */
  shown: string[];
}

/** Does something in the page, and says how long the longest task took meanwhile. */
const watched = <Result>({ page }: Tab, expression: string): Promise<{ result: Result; longestTask: number }> =>
  probed(page, `bench.watched(() => ${expression})`);

const openList = async (tab: Tab, site: Site, contestant: Contestant): Promise<{ step: Step; longestTask: number }> => {
  const { page } = tab;
  await page.goto(site.url(contestant), { waitUntil: 'commit' });
  await probed(page, 'bench.loading');
  const gone = await watched(tab, `bench.goToList(${JSON.stringify(contestant.listLink)})`);
  await page.getByLabel('API key', { exact: true }).fill(KEYS.Administrators);
  await page.getByLabel('Account ID', { exact: true }).fill(String(ACCOUNT));
  const { result, longestTask } = await watched<Step>(tab, 'bench.showTokens()');
  return { step: result, longestTask: Math.max(gone.longestTask, longestTask) };
};

const inTab = <Result>(
  { browser }: Bench,
  contestant: Contestant,
  conditions: Conditions,
  run: (tab: Tab) => Promise<Result>,
): Promise<Result> => inFreshTab(browser, conditions, ['loading', 'tokens'], settingOf(contestant), run);

const visit = (bench: Bench, site: Site, contestant: Contestant, conditions: Conditions): Promise<Visit> =>
  inTab(bench, contestant, conditions, async (tab) => {
    const opened = await openList(tab, site, contestant);
    const all = await probed<Step>(tab.page, "bench.choose('Status', 'All')");
    const search = await watched<Step[]>(tab, `bench.search('${SEARCH}')`);
    const sort = await watched<Step[]>(tab, `bench.sort(${JSON.stringify(COLUMN_LABELS)})`);
    const times = (steps: Step[]): number[] => steps.map(({ time }) => time);
    return {
      open: opened.step.time,
      longestTaskOpening: opened.longestTask,
      search: times(search.result),
      sort: times(sort.result),
      longestTaskAfter: Math.max(search.longestTask, sort.longestTask),
      shown: [opened.step, all, ...search.result, ...sort.result].map(({ rows }) => rows),
    };
  });

/** Bytes of the program's and its scripts' memory after some refreshes, and after as many more. */
interface Memory {
  before: number;
  after: number;
}

const refreshed = (bench: Bench, site: Site, conditions: Conditions): Promise<Memory> => {
  const contestant = portal();
  return inTab(bench, contestant, conditions, async (tab) => {
    await openList(tab, site, contestant);
    const more = async (): Promise<number> => {
      await probed(tab.page, `bench.refresh(${REFRESHES})`);
      return (await probed<number>(tab.page, 'bench.memory()')) + (await jsHeap(tab));
    };
    // The old list and the new one are there together for a moment: the first refreshes make room for that.
    return { before: await more(), after: await more() };
  });
};

/** Fails unless all saw the same tokens after each step: who shows fewer, or others, has other work to do. */
const sameShown = (visits: readonly Visit[]): void => {
  const [first, ...others] = visits.map(({ shown }) => shown.map((rows) => rows.split('\n')));
  for (const other of others) {
    first!.forEach((rows, step) => {
      const length = Math.max(rows.length, other[step]!.length);
      for (let row = 0; row < length; row++) {
        const [one, two] = [rows[row], other[step]![row]];
        if (one !== two) throw new Error(`after step ${step}, row ${row} is ${one} in one table and ${two} in another`);
      }
    });
  }
};

const withoutRows = (visits: readonly Visit[]): Omit<Visit, 'shown'>[] => visits.map(({ shown: _, ...times }) => times);

const FULL: Conditions = { name: 'full speed', slowdown: 1 };
const QUARTER: Conditions = { name: 'quarter speed', slowdown: 4 };

type Value = (visits: readonly Visit[]) => number;
type Row = [what: string, show: (value: number) => string, value: Value];
const open: Value = (visits) => median(visits.map((visit) => visit.open));
const search: Value = (visits) => median(visits.flatMap(({ search }) => search));
const sort: Value = (visits) => median(visits.flatMap(({ sort }) => sort));
const longestTaskOpening: Value = (visits) => median(visits.map((visit) => visit.longestTaskOpening));
const longestTaskAfter: Value = (visits) => median(visits.map((visit) => visit.longestTaskAfter));
const ROWS: Row[] = [
  ['Answer to the list on screen', milliseconds, open],
  ['Longest task while it opens', longest, longestTaskOpening],
  ['A letter of a search to its rows on screen', milliseconds, search],
  ['The slowest letter', milliseconds, (visits) => median(visits.map(({ search }) => worst(search)))],
  ['Another order to its rows on screen', milliseconds, sort],
  ['The slowest order', milliseconds, (visits) => median(visits.map(({ sort }) => worst(sort)))],
  ['Longest task while it is searched and sorted', longest, longestTaskAfter],
];

/** How the list of tokens copes with a long history, beside a table that is written by hand over the same data. */
export const tokens: Section = async (bench) => {
  const contestants = [portal(), byHand()] as const;
  const [ours, hand] = contestants;
  const emulator = await Emulator.start();
  const site = await Site.start(contestants, emulator.origin);
  site.answers.set(`GET /iam/v2/clients/${ACCOUNT}/tokens`, history());
  const measure = async (conditions: Conditions, rounds: number): Promise<Map<Contestant, Visit[]>> => {
    bench.say(`tokens: ${conditions.name}, ${rounds} rounds`);
    const visits = await interleaved(rounds, contestants, (contestant) => visit(bench, site, contestant, conditions));
    sameShown([...visits.values()].flat());
    return visits;
  };
  let full, quarter, memory;
  try {
    full = await measure(FULL, bench.rounds.fast);
    quarter = await measure(QUARTER, bench.rounds.slow);
    bench.say(`tokens: memory, ${bench.rounds.slow} rounds`);
    memory = (await interleaved(bench.rounds.slow, [FULL], (conditions) => refreshed(bench, site, conditions))).get(FULL)!;
  } finally {
    await Promise.all([site.stop(), emulator.stop()]);
  }

  const names = contestants.map(({ name }) => name);
  const table = (conditions: Conditions, visits: Map<Contestant, Visit[]>): Table => ({
    caption: `${COUNT} tokens, ${PAGE_SIZE} rows a page, ${conditions.name}`,
    head: ['', ...names, '÷ by hand', 'Ahead'],
    rows: ROWS.map(([what, show, value]) => {
      const values = contestants.map((contestant) => value(visits.get(contestant)!));
      return [what, ...values.map(show), ratio(values[0]!, values[1]!), ahead(names, values, show)];
    }),
  });
  const memoryTable: Table = {
    caption: 'Memory of this page, WebAssembly and JavaScript',
    head: ['', 'This page'],
    rows: [
      [`After ${REFRESHES} refreshes`, megabytes(median(memory.map(({ before }) => before)))],
      [`After ${REFRESHES} more`, megabytes(median(memory.map(({ after }) => after)))],
    ],
  };
  const times = (value: number): string => `${value.toFixed(2)} ×`;
  const task = (what: string, value: Value): Goal => ({
    what,
    most: LONG_MS,
    measured: value(quarter.get(ours)!),
    show: longest,
    ahead: ahead(names, contestants.map((contestant) => value(quarter.get(contestant)!)), longest),
  });
  const against = (what: string, value: Value): Goal => ({
    what,
    most: 2,
    measured: value(quarter.get(ours)!) / value(quarter.get(hand)!),
    show: times,
    ahead: ahead(names, contestants.map((contestant) => value(quarter.get(contestant)!)), milliseconds),
  });
  return {
    title: 'The list of tokens',
    tables: [table(FULL, full), table(QUARTER, quarter), memoryTable],
    goals: [
      task('Longest task while the list opens, quarter speed', longestTaskOpening),
      task('Longest task while it is searched and sorted, quarter speed', longestTaskAfter),
      against('Answer to the list on screen ÷ by hand, quarter speed', open),
      against('A letter of a search ÷ by hand, quarter speed', search),
      against('Another order ÷ by hand, quarter speed', sort),
      {
        what: `Memory after ${REFRESHES} more refreshes ÷ before`,
        most: 1.1,
        measured: median(memory.map(({ before, after }) => after / before)),
        show: times,
      },
    ],
    measured: {
      visits: Object.fromEntries(
        contestants.map((contestant) => [
          contestant.name,
          { full: withoutRows(full.get(contestant)!), quarter: withoutRows(quarter.get(contestant)!) },
        ]),
      ),
      memory,
    },
  };
};

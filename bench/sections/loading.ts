import { type Bench, interleaved, type Section } from '../bench.ts';
import { type Conditions, FAST, inFreshTab, jsHeap, metrics, probed, SLOW } from '../browser.ts';
import { bare, type Contestant, portal, rapiDoc, scalar, settingOf, swaggerUi } from '../contestants.ts';
import { ahead, type Goal, type Table } from '../report.ts';
import { Site } from '../site.ts';
import { kilobytes, LONG_MS, longest, median, megabytes, milliseconds, ratio, worst } from '../statistics.ts';

/** One load of a page. */
interface Load {
  firstPaint: number;
  firstContentfulPaint: number;
  /** Until what is typed into the first text field stays there. */
  usable: number;
  /** Until all of the form is there. */
  whole: number;
  /** Until the program is there and answers. */
  ready: number;
  /** Of the main thread; 0 when no task took 50 ms. */
  longestTask: number;
  longTasks: { startTime: number; duration: number }[];
  /** All that the main thread did. */
  busy: number;
  /** After a collection. */
  jsHeap: number;
  wasmMemory: number;
}
type Measure = Exclude<keyof Load, 'longTasks'>;

const load = ({ browser }: Bench, site: Site, contestant: Contestant, conditions: Conditions): Promise<Load> =>
  inFreshTab(browser, conditions, ['loading'], settingOf(contestant), async (tab) => {
    const { page } = tab;
    await page.goto(site.url(contestant), { waitUntil: 'commit' });
    const seen = await probed<Omit<Load, 'longestTask' | 'busy' | 'jsHeap'>>(page, 'bench.loading');
    return {
      ...seen,
      longestTask: Math.max(0, ...seen.longTasks.map(({ duration }) => duration)),
      busy: (await metrics(tab)).get('TaskDuration')! * 1000,
      jsHeap: await jsHeap(tab),
    };
  });

/**
 * A page is painted with a frame, and a frame is a good part of what a fast load takes: the median of a few would jump from one
 * frame to the next.
 */
const FAST_LOADS_PER_ROUND = 3;

type Row = [what: string, show: (value: number) => string, value: (loads: readonly Load[]) => number];
const medianOf =
  (measure: Measure) =>
  (loads: readonly Load[]): number =>
    median(loads.map((load) => load[measure]));

const TIMES: Row[] = [
  ['First paint', milliseconds, medianOf('firstPaint')],
  ['First contentful paint', milliseconds, medianOf('firstContentfulPaint')],
  ['Form usable', milliseconds, medianOf('usable')],
  ['Form whole', milliseconds, medianOf('whole')],
  ['Program ready', milliseconds, medianOf('ready')],
  ['Longest task', longest, medianOf('longestTask')],
  ['Longest task, worst round', longest, (loads) => worst(loads.map(({ longestTask }) => longestTask))],
  ['Main thread busy', milliseconds, medianOf('busy')],
];
const SIZES: Row[] = [
  ['JavaScript heap', megabytes, medianOf('jsHeap')],
  ['WebAssembly memory', megabytes, medianOf('wasmMemory')],
];

/** How long each page takes until it can be used, and what it weighs. */
export const loading: Section = async (bench) => {
  const contestants = [portal(), bare(), swaggerUi(), rapiDoc(), scalar()] as const;
  const [ours, theBare, swagger] = contestants;
  const site = await Site.start(contestants);
  const measure = (conditions: Conditions, rounds: number): Promise<Map<Contestant, Load[]>> => {
    bench.say(`loading: ${conditions.name}, ${rounds} rounds`);
    return interleaved(rounds, contestants, (contestant) => load(bench, site, contestant, conditions));
  };
  const fastRounds = bench.rounds.fast * FAST_LOADS_PER_ROUND;
  let fast, slow;
  try {
    fast = await measure(FAST, fastRounds);
    slow = await measure(SLOW, bench.rounds.slow);
  } finally {
    await site.stop();
  }
  if (site.missing.length > 0) throw new Error(`not served: ${[...new Set(site.missing)].join(', ')}`);

  const names = contestants.map(({ name }) => name);
  const row = (what: string, show: (value: number) => string, value: (contestant: Contestant) => number): string[] => {
    const values = contestants.map(value);
    return [what, ...values.map(show), ratio(values[0]!, values[1]!), ratio(values[0]!, values[2]!), ahead(names, values, show)];
  };
  const table = (caption: string, rows: readonly string[][]): Table => ({
    caption,
    head: ['', ...names, '÷ bare', '÷ Swagger UI', 'Ahead'],
    rows,
  });
  const measuredRows = (rows: readonly Row[], loads: Map<Contestant, Load[]>): string[][] =>
    rows.map(([what, show, value]) => row(what, show, (contestant) => value(loads.get(contestant)!)));

  const of = (loads: Map<Contestant, Load[]>, contestant: Contestant, measure: Measure): number =>
    medianOf(measure)(loads.get(contestant)!);
  const against = (what: string, most: number, name: Measure, loads: Map<Contestant, Load[]>, other: Contestant): Goal => ({
    what,
    most,
    measured: of(loads, ours, name) / of(loads, other, name),
    show: (value) => `${value.toFixed(2)} ×`,
    ahead: ahead([ours.name, other.name], [of(loads, ours, name), of(loads, other, name)], milliseconds),
  });
  return {
    title: 'Loading',
    tables: [
      table('What it weighs', [
        row('The whole page, brotli', kilobytes, (contestant) => site.weight(contestant)),
        ...measuredRows(SIZES, fast),
      ]),
      table(`${FAST.name} (${fastRounds} rounds)`, measuredRows(TIMES, fast)),
      table(SLOW.name, measuredRows(TIMES, slow)),
    ],
    goals: [
      {
        what: 'The whole page, brotli',
        most: 175_000,
        measured: site.weight(ours),
        show: kilobytes,
        ahead: ahead(names, contestants.map((contestant) => site.weight(contestant)), kilobytes),
      },
      against('Form usable ÷ bare form, fast', 1.15, 'usable', fast, theBare),
      against('Form usable ÷ bare form, slow', 1.15, 'usable', slow, theBare),
      against('Form whole ÷ bare form, fast', 1.2, 'whole', fast, theBare),
      against('Form whole ÷ bare form, slow', 1.2, 'whole', slow, theBare),
      against('Form whole ÷ Swagger UI, fast', 0.3, 'whole', fast, swagger),
      against('Form whole ÷ Swagger UI, slow', 0.35, 'whole', slow, swagger),
      against('Program ready ÷ Swagger UI, fast', 0.5, 'ready', fast, swagger),
      against('Program ready ÷ Swagger UI, slow', 0.5, 'ready', slow, swagger),
      {
        what: 'Longest task while the page opens, quarter speed',
        most: LONG_MS,
        measured: of(slow, ours, 'longestTask'),
        show: longest,
      },
    ],
    measured: Object.fromEntries(
      contestants.map((contestant) => [contestant.name, { fast: fast.get(contestant), slow: slow.get(contestant) }]),
    ),
  };
};

import { type Bench, interleaved, type Section } from '../bench.ts';
import { type Conditions, FAST, inFreshTab, probed, SLOW } from '../browser.ts';
import { bare, type Contestant, portal, rapiDoc, swaggerUi } from '../contestants.ts';
import type { Goal, Table } from '../report.ts';
import { Site } from '../site.ts';
import { kilobytes, median, megabytes, milliseconds, ratio, worst } from '../statistics.ts';

/** One load of a page. */
interface Load {
  /** Bodies as they went over the wire. */
  bytes: number;
  firstPaint: number;
  firstContentfulPaint: number;
  /** Until what is typed into the first text field stays there. */
  usable: number;
  /** Until all of the form is there. */
  whole: number;
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
  inFreshTab(browser, conditions, ['loading'], { field: contestant.field, whole: contestant.whole }, async ({ page, devtools }) => {
    site.bytesSent = 0;
    await devtools.send('Performance.enable');
    await page.goto(site.url(contestant), { waitUntil: 'commit' });
    const seen = await probed<Omit<Load, 'bytes' | 'longestTask' | 'busy' | 'jsHeap'>>(page, 'bench.loading');
    const metric = async (name: string): Promise<number> => {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return metrics.find((metric) => metric.name === name)!.value;
    };
    const busy = (await metric('TaskDuration')) * 1000;
    await devtools.send('HeapProfiler.collectGarbage');
    const jsHeap = await metric('JSHeapUsedSize');
    return {
      ...seen,
      bytes: site.bytesSent,
      longestTask: Math.max(0, ...seen.longTasks.map(({ duration }) => duration)),
      busy,
      jsHeap,
    };
  });

/**
 * A page is painted with a frame, and a frame is a good part of what a fast load takes: the median of a few would jump from one
 * frame to the next.
 */
const FAST_LOADS_PER_ROUND = 3;

/** Chromium tells of tasks from here on. */
const LONG_MS = 50;
const orShort = (value: number): string => (value < LONG_MS ? `under ${LONG_MS} ms` : milliseconds(value));

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
  ['Longest task', orShort, medianOf('longestTask')],
  ['Longest task, worst round', orShort, (loads) => worst(loads.map(({ longestTask }) => longestTask))],
  ['Main thread busy', milliseconds, medianOf('busy')],
];
const SIZES: Row[] = [
  ['Over the wire, brotli', kilobytes, medianOf('bytes')],
  ['JavaScript heap', megabytes, medianOf('jsHeap')],
  ['WebAssembly memory', megabytes, medianOf('wasmMemory')],
];

/** How long each page takes until it can be used, and what it weighs. */
export const loading: Section = async (bench) => {
  const contestants = [portal(), bare(), swaggerUi(), rapiDoc()] as const;
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

  const table = (caption: string, rows: readonly Row[], loads: Map<Contestant, Load[]>): Table => ({
    caption,
    head: ['', ...contestants.map(({ name }) => name), '÷ bare', '÷ Swagger UI'],
    rows: rows.map(([what, show, value]) => {
      const values = contestants.map((contestant) => value(loads.get(contestant)!));
      return [what, ...values.map(show), ratio(values[0]!, values[1]!), ratio(values[0]!, values[2]!)];
    }),
  });

  const of = (loads: Map<Contestant, Load[]>, contestant: Contestant, measure: Measure): number =>
    medianOf(measure)(loads.get(contestant)!);
  const against = (what: string, most: number, name: Measure, loads: Map<Contestant, Load[]>, other: Contestant): Goal => ({
    what,
    most,
    measured: of(loads, ours, name) / of(loads, other, name),
    show: (value) => `${value.toFixed(2)} ×`,
  });
  return {
    title: 'Loading',
    tables: [
      table('What it weighs', SIZES, fast),
      table(`${FAST.name} (${fastRounds} rounds)`, TIMES, fast),
      table(SLOW.name, TIMES, slow),
    ],
    goals: [
      { what: 'Over the wire', most: 100_000, measured: of(fast, ours, 'bytes'), show: kilobytes },
      against('Form usable against Swagger UI, fast', 0.2, 'usable', fast, swagger),
      against('Form usable against Swagger UI, slow', 0.2, 'usable', slow, swagger),
      against('Form usable against the bare form, fast', 1.25, 'usable', fast, theBare),
      against('Form usable against the bare form, slow', 1.6, 'usable', slow, theBare),
      against('First contentful paint against the bare form, fast', 1.1, 'firstContentfulPaint', fast, theBare),
      against('First contentful paint against the bare form, slow', 1.1, 'firstContentfulPaint', slow, theBare),
      { what: 'Longest task at a quarter speed', most: LONG_MS, measured: of(slow, ours, 'longestTask'), show: orShort },
    ],
    measured: Object.fromEntries(
      contestants.map((contestant) => [contestant.name, { fast: fast.get(contestant), slow: slow.get(contestant) }]),
    ),
  };
};

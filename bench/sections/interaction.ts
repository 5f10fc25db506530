import { setTimeout as pause } from 'node:timers/promises';
import { ACCOUNT, Emulator, KEYS } from '../../testing/emulator.ts';
import { type Bench, interleaved, type Section } from '../bench.ts';
import { type Conditions, inFreshTab, probed } from '../browser.ts';
import { bare, type Contestant, portal, settingOf } from '../contestants.ts';
import { ahead, type Goal, type Table } from '../report.ts';
import { Site } from '../site.ts';
import { median, milliseconds, ratio } from '../statistics.ts';

const NAME = 'deploy pipeline 7';
const FRAME_MS = 1000 / 60;

/** One token made by hand. */
interface Creation {
  /** From each key press to the frame that shows its letter. */
  keys: number[];
  /** From the click to the request on its way. */
  clickToRequest: number;
  /** From the end of the answer to the frame that shows the token. */
  answerToToken: number;
}

const create = ({ browser }: Bench, site: Site, contestant: Contestant, conditions: Conditions): Promise<Creation> => {
  const createUrl = `${site.origin}/gcore/iam/v2/clients/${ACCOUNT}/tokens`;
  const setting = { ...settingOf(contestant), createUrl };
  return inFreshTab(browser, conditions, ['loading', 'interaction'], setting, async ({ page }) => {
    await page.goto(site.url(contestant), { waitUntil: 'commit' });
    await probed(page, 'bench.loading');
    await page.getByLabel('API key', { exact: true }).fill(KEYS.Administrators);
    await page.getByLabel('Account ID', { exact: true }).fill(String(ACCOUNT));
    await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Engineers' });
    const name = page.getByLabel('Token name', { exact: true });
    await name.fill('');
    const keys: number[] = [];
    for (const key of NAME) {
      // At any moment between two frames, as people do.
      await pause(Math.random() * 2 * FRAME_MS);
      await probed(page, 'bench.nextKey()');
      await page.keyboard.press(key);
      keys.push(await probed<number>(page, 'bench.key'));
    }
    if ((await name.inputValue()) !== NAME) throw new Error(`${contestant.name}: typing went elsewhere`);
    await page.getByRole('button', { name: 'Create token', exact: true }).click();
    return { keys, ...(await probed<Omit<Creation, 'keys'>>(page, 'bench.creation')) };
  });
};

const CONDITIONS: Conditions[] = [
  { name: 'Full speed', slowdown: 1 },
  { name: 'Quarter speed', slowdown: 4 },
];

type Row = [what: string, value: (creations: readonly Creation[]) => number];
const KEY_PRESS = 'Key press to its letter on screen';
const ON_THE_WIRE = 'Click to the request on its way';
const ON_SCREEN = 'Answer to the token on screen';
const ROWS: Row[] = [
  [KEY_PRESS, (creations) => median(creations.flatMap(({ keys }) => keys))],
  ['The slowest key press of a name', (creations) => median(creations.map(({ keys }) => Math.max(...keys)))],
  [ON_THE_WIRE, (creations) => median(creations.map(({ clickToRequest }) => clickToRequest))],
  [ON_SCREEN, (creations) => median(creations.map(({ answerToToken }) => answerToToken))],
];

/** A letter should cost next to nothing beside a bare form; a request, which is read, checked and drawn, up to twice as much. */
const MOST_TIMES_BARE = new Map([
  [KEY_PRESS, 1.2],
  [ON_THE_WIRE, 2],
  [ON_SCREEN, 2],
]);

/** How quickly the page answers to a person, beside one that does next to nothing. */
export const interaction: Section = async (bench) => {
  const contestants = [portal(), bare()] as const;
  const [ours, theBare] = contestants;
  const names = contestants.map(({ name }) => name);
  const emulator = await Emulator.start();
  const site = await Site.start(contestants, emulator.origin);
  const measured: Record<string, Record<string, Creation[]>> = {};
  const tables: Table[] = [];
  const goals: Goal[] = [];
  try {
    for (const conditions of CONDITIONS) {
      const rounds = conditions.slowdown === 1 ? bench.rounds.fast : bench.rounds.slow;
      bench.say(`interaction: ${conditions.name}, ${rounds} rounds`);
      const creations = await interleaved(rounds, contestants, (contestant) => create(bench, site, contestant, conditions));
      measured[conditions.name] = Object.fromEntries([...creations].map(([{ name }, all]) => [name, all]));
      tables.push({
        caption: conditions.name,
        head: ['', ...names, '÷ bare', 'Ahead'],
        rows: ROWS.map(([what, value]) => {
          const values = contestants.map((contestant) => value(creations.get(contestant)!));
          return [what, ...values.map(milliseconds), ratio(values[0]!, values[1]!), ahead(names, values, milliseconds)];
        }),
      });
      for (const [what, value] of ROWS) {
        const most = MOST_TIMES_BARE.get(what);
        if (most === undefined || conditions.slowdown === 1) continue;
        const [mine, bares] = [value(creations.get(ours)!), value(creations.get(theBare)!)];
        goals.push({
          what: `${what} ÷ bare form, quarter speed`,
          most,
          measured: mine / bares,
          show: (times) => `${times.toFixed(2)} ×`,
          ahead: ahead(names, [mine, bares], milliseconds),
        });
      }
    }
  } finally {
    await Promise.all([site.stop(), emulator.stop()]);
  }
  return { title: 'Answering', tables, goals, measured };
};

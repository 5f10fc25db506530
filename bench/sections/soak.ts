import { ACCOUNT, Emulator, KEYS } from '../../testing/emulator.ts';
import type { Bench, Section } from '../bench.ts';
import { FAST, inFreshTab, jsHeap, metrics, probed, type Tab } from '../browser.ts';
import { portal, settingOf } from '../contestants.ts';
import { COUNT, history } from '../history.ts';
import type { Goal, Table } from '../report.ts';
import { Site } from '../site.ts';
import { median, megabytes, milliseconds, ratio } from '../statistics.ts';

const TOKENS = 1000;
const LISTS = 200;
/** The first and the last so many are compared, and a probe is given so many at once. */
const HUNDRED = 100;
const LIST_CALL = 25;

const LIST = `GET /iam/v2/clients/${ACCOUNT}/tokens`;

/** What the tab holds after a collection of garbage. */
interface Held {
  /** Of the program and of its scripts, in bytes. */
  memory: number;
  /** Nodes that no document shows and something still holds. */
  detached: number;
  /** All nodes and listeners that the browser keeps for the page. */
  nodes: number;
  listeners: number;
}

const held = async (tab: Tab): Promise<Held> => {
  const { devtools, page } = tab;
  // What finalizers let go of is gone only at the next collection.
  for (let round = 0; round < 3; round++) await devtools.send('HeapProfiler.collectGarbage');
  const memory = (await probed<number>(page, 'bench.wasmMemory.buffer.byteLength')) + (await jsHeap(tab));
  const counted = await metrics(tab);
  const { detachedNodes } = await devtools.send('DOM.getDetachedDomNodes');
  return { memory, detached: detachedNodes.length, nodes: counted.get('Nodes')!, listeners: counted.get('JSEventListeners')! };
};

/** One token: from the press to the token on screen, and to the form for the next one. */
interface Made {
  shown: number;
  whole: number;
}

interface Soaked {
  tokens: Made[];
  lists: number[];
  afterTokens: { first: Held; last: Held };
  afterLists: { first: Held; last: Held };
}

const soaked = (bench: Bench, site: Site): Promise<Soaked> => {
  const contestant = portal();
  return inFreshTab(bench.browser, FAST, ['loading', 'soak'], settingOf(contestant), async (tab) => {
    const { page, devtools } = tab;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await devtools.send('DOM.enable');
    await page.goto(site.url(contestant), { waitUntil: 'commit' });
    await probed(page, 'bench.loading');
    await page.getByLabel('API key', { exact: true }).fill(KEYS.Administrators);
    await page.getByLabel('Account ID', { exact: true }).fill(String(ACCOUNT));
    await page.getByLabel('Role', { exact: true }).selectOption({ label: 'Engineers' });

    // A short list, the same for each token, since the page reads it once before each.
    site.answers.set(LIST, '[]');
    const tokens: Made[] = [];
    let first: Held | undefined;
    while (tokens.length < TOKENS) {
      tokens.push(...(await probed<Made[]>(page, `bench.makeTokens(${tokens.length}, ${HUNDRED})`)));
      first ??= await held(tab);
      // Somebody is there: otherwise the key would be forgotten in the end.
      await page.keyboard.press('Shift');
      bench.say(`soak: ${tokens.length} tokens`);
    }
    const afterTokens = { first: first!, last: await held(tab) };

    site.answers.set(LIST, history());
    await page.getByRole('link', { name: 'Tokens', exact: true }).click();
    // The list that was read last, of no tokens, or none.
    const read = page.getByRole('button', { name: /^(Refresh|Show tokens)$/ });
    await read.click();
    await page.getByRole('table', { name: 'API tokens', exact: true }).waitFor();
    const lists: number[] = [];
    let half: Held | undefined;
    while (lists.length < LISTS) {
      lists.push(...(await probed<number[]>(page, `bench.readLists(${LIST_CALL})`)));
      if (lists.length === HUNDRED) half = await held(tab);
      await page.keyboard.press('Shift');
      bench.say(`soak: ${lists.length} lists`);
    }
    return { tokens, lists, afterTokens, afterLists: { first: half!, last: await held(tab) } };
  });
};

const times = (value: number): string => `${value.toFixed(2)} ×`;
const count = (value: number): string => String(value);

/** Whether a tab that was used for a thousand tokens is as quick and as small as it was after the first hundred. */
export const soak: Section = async (bench) => {
  const emulator = await Emulator.start();
  const site = await Site.start([portal()], emulator.origin);
  let measured: Soaked;
  try {
    bench.say(`soak: ${TOKENS} tokens, then ${LISTS} lists of ${COUNT}`);
    measured = await soaked(bench, site);
  } finally {
    await Promise.all([site.stop(), emulator.stop()]);
  }

  type Pair = [first: number, last: number];
  const hundreds = <Item>(items: readonly Item[], value: (item: Item) => number): Pair => [
    median(items.slice(0, HUNDRED).map(value)),
    median(items.slice(-HUNDRED).map(value)),
  ];
  const shown = hundreds(measured.tokens, (token) => token.shown);
  const whole = hundreds(measured.tokens, (token) => token.whole);
  const read = hundreds(measured.lists, (time) => time);
  const holding = ({ first, last }: { first: Held; last: Held }, what: keyof Held): Pair => [first[what], last[what]];
  const row = (what: string, [first, last]: Pair, show: (value: number) => string): string[] => [
    what,
    show(first),
    show(last),
    ratio(last, first),
  ];
  const holds = (pair: { first: Held; last: Held }): string[][] => [
    row('Memory after them, WebAssembly and JavaScript', holding(pair, 'memory'), megabytes),
    row('Nodes in no document after them', holding(pair, 'detached'), count),
    row('Nodes after them', holding(pair, 'nodes'), count),
    row('Listeners after them', holding(pair, 'listeners'), count),
  ];
  const table = (caption: string, rows: string[][]): Table => ({
    caption,
    head: ['', 'The first hundred', 'The last hundred', '÷ first'],
    rows,
  });
  const flat = (what: string, most: number, [first, last]: Pair): Goal => ({ what, most, measured: last / first, show: times });
  const goals: Goal[] = [
    flat('A token, press to screen, last hundred ÷ first', 1.1, shown),
    flat('A list of 5000, last hundred ÷ first', 1.1, read),
    flat('Memory after 1,000 tokens ÷ after 100', 1.05, holding(measured.afterTokens, 'memory')),
    flat('Memory after 200 lists ÷ after 100', 1.05, holding(measured.afterLists, 'memory')),
    {
      what: 'Nodes in no document that 900 tokens and 100 lists added',
      most: 0,
      measured: [measured.afterTokens, measured.afterLists].reduce((sum, { first, last }) => sum + Math.max(0, last.detached - first.detached), 0),
      show: count,
    },
  ];
  return {
    title: 'A long day in one tab',
    tables: [
      table(`${TOKENS.toLocaleString('en')} tokens made, copied and saved`, [
        row('Press to the token on screen', shown, milliseconds),
        row('Made, copied, saved, and the form open again', whole, milliseconds),
        ...holds(measured.afterTokens),
      ]),
      table(`${LISTS} lists of ${COUNT} read after that`, [
        row('Press to the rows on screen', read, milliseconds),
        ...holds(measured.afterLists),
      ]),
    ],
    goals,
    measured,
  };
};

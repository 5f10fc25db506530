import { readFileSync } from 'node:fs';
import { type Browser, type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { chromiumFlags, findChromium } from '../testing/chromium.ts';

/** What stands between the page and the person. */
export interface Conditions {
  /** As the tables call them. */
  name: string;
  /** How many times slower than this machine. */
  slowdown: number;
  link?: { latency: number; downloadThroughput: number; uploadThroughput: number };
}

const kilobitPerSecond = 1000 / 8;

export const FAST: Conditions = { name: 'Fast link, full speed', slowdown: 1 };
export const SLOW: Conditions = {
  name: 'Slow link (150 ms, 1.6 Mbit/s down, 750 kbit/s up), quarter speed',
  slowdown: 4,
  link: { latency: 150, downloadThroughput: 1600 * kilobitPerSecond, uploadThroughput: 750 * kilobitPerSecond },
};

export const launch = (): Promise<Browser> => chromium.launch({ executablePath: findChromium(), args: chromiumFlags() });

// Plain scripts: they run in the page, where nothing translates TypeScript.
const probe = (name: string): string => readFileSync(new URL(`probe/${name}.js`, import.meta.url), 'utf8');

/** A tab that has loaded nothing yet. */
export interface Tab {
  page: Page;
  devtools: CDPSession;
}

/**
 * Runs something in a tab of a context of its own, so that nothing is cached, with the probes in place before the page's own
 * scripts. `setting` is what the probes need to know.
 */
export const inFreshTab = async <Result>(
  browser: Browser,
  { slowdown, link }: Conditions,
  probes: readonly string[],
  setting: object,
  run: (tab: Tab) => Promise<Result>,
): Promise<Result> => {
  const context: BrowserContext = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC' });
  try {
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    // One script, since the order of several is not promised.
    const scripts = [`globalThis.bench = ${JSON.stringify(setting)};`, ...probes.map(probe)];
    await page.addInitScript({ content: scripts.join('\n') });
    await devtools.send('Network.enable');
    await devtools.send('Performance.enable');
    if (link) await devtools.send('Network.emulateNetworkConditions', { offline: false, ...link });
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    return await run({ page, devtools });
  } finally {
    await context.close();
  }
};

/** Numbers that Chromium keeps of a tab, by its names for them. */
export const metrics = async ({ devtools }: Tab): Promise<Map<string, number>> => {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return new Map(metrics.map(({ name, value }) => [name, value]));
};

/** Bytes of the JavaScript that is alive. */
export const jsHeap = async (tab: Tab): Promise<number> => {
  await tab.devtools.send('HeapProfiler.collectGarbage');
  return (await metrics(tab)).get('JSHeapUsedSize')!;
};

const PATIENCE_MS = 60_000;

/** What a probe finds out in the page; an error when it takes too long. */
export const probed = <Result>(page: Page, expression: string): Promise<Result> => {
  const complaint = JSON.stringify(`no ${expression} at `);
  const tooLong = `setTimeout(() => reject(new Error(${complaint} + location.pathname)), ${PATIENCE_MS})`;
  return page.evaluate(`Promise.race([${expression}, new Promise((_, reject) => ${tooLong})])`) as Promise<Result>;
};

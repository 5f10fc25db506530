import type { Browser } from 'playwright-core';
import type { Report } from './report.ts';

/** What a section measures with. */
export interface Bench {
  browser: Browser;
  rounds: Rounds;
  /** Says what is being done. */
  say: (progress: string) => void;
}

export interface Rounds {
  fast: number;
  slow: number;
}

export type Section = (bench: Bench) => Promise<Report>;

/**
 * Measures each thing once a round, in turn, so that whatever else the machine does meets all alike. A first round that doesn't
 * count warms up the machine.
 */
export const interleaved = async <Thing, Measured>(
  rounds: number,
  things: readonly Thing[],
  measure: (thing: Thing) => Promise<Measured>,
): Promise<Map<Thing, Measured[]>> => {
  const measured = new Map<Thing, Measured[]>(things.map((thing) => [thing, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const thing of things) {
      const result = await measure(thing);
      if (round > 0) measured.get(thing)!.push(result);
    }
  }
  return measured;
};

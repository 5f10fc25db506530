import { runMonkey } from '../monkey/monkey.ts';
import { CHROMIUM_ONLY, expect, test } from '../support/test.ts';

/** A number from the environment; what is no number stops the run. */
const given = (name: string, otherwise: number): number => {
  const text = process.env[name];
  if (!text) return otherwise;
  const number = Number(text);
  if (!Number.isFinite(number) || number <= 0) throw new Error(`${name} is ${text}, and has to be a number above 0`);
  return number;
};

const SOAK = process.env['SOAK'] === '1';
const MINUTES = given('MINUTES', 60);
const ONE_SEED = process.env['SEED'] ? given('SEED', 1) : undefined;
const STEPS = given('STEPS', SOAK || ONE_SEED !== undefined ? 60 : 14);

// The list of steps says more than a recording, which would slow each of them down.
test.use({ trace: 'off' });

// It reads the browser's own history and the program's memory, which Chromium alone tells.
test('whatever is pressed and whatever fails, no token is made twice, lost unsaid or left anywhere', CHROMIUM_ONLY, async ({ browser }) => {
  const until = Date.now() + (SOAK && ONE_SEED === undefined ? MINUTES * 60_000 : 0);
  test.setTimeout(SOAK ? (MINUTES + 5) * 60_000 : 120_000);
  let seed = ONE_SEED ?? (SOAK ? Math.floor(Math.random() * 1_000_000) + 1 : 1);
  let [seeds, steps, made] = [0, 0, 0];
  do {
    const run = await runMonkey(browser, seed, STEPS);
    const story = [`SEED=${seed} STEPS=${STEPS} make soak plays this again:`, ...run.steps, ...run.complaints].join('\n  ');
    expect(run.complaints, story).toEqual([]);
    seeds += 1;
    steps += run.steps.length;
    made += run.made;
    if (SOAK) console.log(`seed ${seed}: ${run.steps.length} steps, ${run.made} tokens, nothing wrong`);
    seed += 1;
  } while (Date.now() < until);
  if (SOAK) console.log(`${seeds} seeds, ${steps} steps, ${made} tokens: nothing wrong`);
});

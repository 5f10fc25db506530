import { defineConfig } from '@playwright/test';
import { findFirefox } from './support/firefox.ts';

const inCi = process.env['CI'] !== undefined;
const firefox = findFirefox();
if (!firefox) console.warn('Firefox is left out: there is none on PATH. Install firefox-esr, or name one with FIREFOX=.');

/** What no engine has a part in, and one engine is enough for; it keeps the second run short. */
const RULES_ALONE = [
  ...['config', 'late-answers', 'lost', 'lost-before', 'names', 'prefill', 'preview', 'session'],
  ...['tokens-attention', 'tokens-many', 'tokens-reading', 'tokens-revoke-several'],
];
/** What needs more of the driver than it can do in Firefox; docs/browsers.md says what, and what stands in for it. */
const BEYOND_THE_DRIVER = ['axe', 'handover', 'tokens-axe', 'tokens-export', 'tokens-navigation'];

/** Single tests that are left out, too. */
const LEFT_OUT = [
  // No engine has a part in these either: how the page reads what the service answers, the old paths, and what ends are allowed.
  /explains (?!400 about a nested role|400 about several fields|401)/,
  /the token is shown, with what the service says of it/,
  /through v1/,
  /makes a token of its own role/,
  /the end counts from the press|an end that came too close|a longest lifetime takes out/,
  // Zones that differ from others by their offset alone.
  /in (Asia\/Kathmandu|Pacific\/Kiritimati|Pacific\/Pago_Pago|America\/St_Johns)/,
  /that nothing mends is refused with what happened to it/,
  /a slow look-up of a key that was replaced meanwhile/,
  // Its presses have to be done within the second and a half that the answer takes, which is too short on a busy machine.
  /presses of every kind while the answer is on its way/,
  // Only Chromium tells what is in its heap.
  /no string of the page’s JavaScript holds the token/,
  // Firefox logs a refused cross-origin request as an uncaught error.
  /a network without a service and a refusing service look alike/,
  // … and a file whose hash is wrong, too.
  /a part that is not the page’s own is not run/,
];

/** The specs in an unpatched Firefox, which Playwright drives through WebDriver BiDi. */
export default defineConfig({
  testDir: '.',
  testMatch: firefox ? ['specs/*.spec.ts', 'firefox/*.spec.ts'] : [],
  testIgnore: [...RULES_ALONE, ...BEYOND_THE_DRIVER].map((name) => `specs/${name}.spec.ts`),
  grepInvert: LEFT_OUT,
  outputDir: './test-results/firefox',
  fullyParallel: true,
  forbidOnly: inCi,
  retries: 0,
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 5_000 },
  reporter: inCi ? [['line']] : [['list']],
  use: {
    browserName: 'firefox',
    channel: 'moz-firefox',
    locale: 'en-GB',
    timezoneId: 'UTC',
    launchOptions: firefox ? { executablePath: firefox } : {},
  },
});

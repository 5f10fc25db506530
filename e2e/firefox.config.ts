import { defineConfig } from '@playwright/test';
import { findFirefox } from './support/firefox.ts';

const inCi = process.env['CI'] !== undefined;
const firefox = findFirefox();
if (!firefox) console.warn('Firefox is left out: there is none on PATH. Install firefox-esr, or name one with FIREFOX=.');

/** The specs in an unpatched Firefox, which Playwright drives through WebDriver BiDi. */
export default defineConfig({
  testDir: '.',
  testMatch: firefox ? ['specs/**/*.spec.ts', 'firefox/*.spec.ts'] : [],
  // support/test.ts says what the tags mean; docs/browsers.md, what stands in for the tests that are left out.
  grepInvert: [/@rules\b/, /@chromium-only\b/],
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

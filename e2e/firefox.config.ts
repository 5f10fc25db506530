import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';
import { findFirefox } from './support/firefox.ts';

const firefox = findFirefox();
if (!firefox) console.warn('Firefox is left out: there is none on PATH. Install firefox-esr, or name one with FIREFOX=.');

/** The specs in an unpatched Firefox, which Playwright drives through WebDriver BiDi. */
export default defineConfig({
  ...base,
  testDir: '.',
  testMatch: firefox ? ['specs/**/*.spec.ts', 'firefox/*.spec.ts'] : [],
  // support/test.ts says what the tags mean; docs/browsers.md, what stands in for the tests that are left out.
  grepInvert: [/@rules\b/, /@chromium-only\b/],
  outputDir: './test-results/firefox',
  use: {
    browserName: 'firefox',
    channel: 'moz-firefox',
    locale: 'en-GB',
    timezoneId: 'UTC',
    launchOptions: firefox ? { executablePath: firefox } : {},
  },
});

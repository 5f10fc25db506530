import { defineConfig, devices } from '@playwright/test';
import { chromiumFlags, findChromium } from '../testing/chromium.ts';

const inCi = process.env['CI'] !== undefined;

export default defineConfig({
  testDir: './specs',
  outputDir: './test-results',
  fullyParallel: true,
  forbidOnly: inCi,
  // A test that passes at the second try hides a race, so there is none.
  retries: 0,
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 5_000 },
  reporter: inCi ? [['line']] : [['list']],
  use: {
    ...devices['Desktop Chrome'],
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: findChromium(), args: chromiumFlags() },
  },
});

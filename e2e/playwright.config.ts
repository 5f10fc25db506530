import { defineConfig, devices } from '@playwright/test';
import { chromiumFlags, findChromium } from '../testing/chromium.ts';

const inCi = process.env['CI'] !== undefined;

export default defineConfig({
  testDir: './specs',
  outputDir: './test-results',
  fullyParallel: true,
  forbidOnly: inCi,
  // By hand, a test that fails fails: one that passes at the second try hides a race. In CI, where nobody can look at once, a second
  // try tells a race from a fault; it is listed as flaky, to be mended.
  retries: inCi ? 1 : 0,
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 5_000 },
  // In CI the failures come last, where they are read first.
  reporter: inCi ? [['dot']] : [['list']],
  use: {
    ...devices['Desktop Chrome'],
    locale: 'en-GB',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: findChromium(), args: chromiumFlags() },
  },
});

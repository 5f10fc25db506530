import { defineConfig } from '@playwright/test';
import base from './playwright.config.ts';
import { findWebKit } from './support/webkit.ts';

const webkit = findWebKit();
if (!webkit) console.warn('WebKit is left out: WebKitWebDriver or Xvfb is not on PATH. Install webkit2gtk-driver and xvfb.');

/** What an engine has a part in, in WebKitGTK. Playwright runs the tests; the browser is driven through WebDriver. */
export default defineConfig({
  ...base,
  testDir: './webkit',
  testMatch: webkit ? '*.spec.ts' : [],
  outputDir: './test-results/webkit',
  // The driver and its browser take a core each.
  workers: 1,
  use: {},
});

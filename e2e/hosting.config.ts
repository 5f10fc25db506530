import { defineConfig } from '@playwright/test';
import type { HostingOptions } from './hosting/test.ts';
import base from './playwright.config.ts';
import { WEB_HOSTS, type WebHostName } from './support/web-host.ts';

/** What another host alone has, or can. */
const NOT_FOR: Record<WebHostName, RegExp> = {
  nginx: /@caddy-only|@container-only/,
  caddy: /@nginx-only|@container-only/,
  container: /@nginx-only|@not-in-container/,
};

/** The release build behind real web servers, with the files of deploy/. */
export default defineConfig<object, HostingOptions>({
  ...base,
  testDir: './hosting',
  // A worker starts its web server once; a file at a time keeps the starts few.
  fullyParallel: false,
  // Their certificates are made for the test.
  use: { ...base.use, ignoreHTTPSErrors: true },
  projects: WEB_HOSTS.map((webHost) => ({
    name: webHost,
    use: { webHost },
    grepInvert: NOT_FOR[webHost],
  })),
});

import { defineConfig } from '@playwright/test';
import type { HostingOptions } from './hosting/test.ts';
import base from './playwright.config.ts';
import { WEB_HOSTS } from './support/web-host.ts';

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
    grepInvert: webHost === 'nginx' ? /@caddy-only/ : /@nginx-only/,
  })),
});

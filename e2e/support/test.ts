import { type BrowserContext, expect, test as base } from '@playwright/test';
import { type Portal, type PortalSetting, startPortal, stopPortal } from './portal.ts';

export type { Portal, PortalSetting } from './portal.ts';

/** For a test of what the page decides by itself. No engine has a part in that, so one run is enough. */
export const RULES = { tag: '@rules' } as const;

/** For a test that needs more than Firefox tells, or than its driver can do. A comment at the test says what. */
export const CHROMIUM_ONLY = { tag: '@chromium-only' } as const;

/** What a test expects to go wrong besides answers of the API, so that it doesn't fail for it. */
export class Expected {
  private readonly messages: RegExp[] = [];
  private readonly origins = new Set<string>();

  /** Console errors that match are part of the test. */
  consoleError(pattern: RegExp): void {
    this.messages.push(pattern);
  }

  /** Requests to this origin are part of the test. */
  origin(origin: string): void {
    this.origins.add(origin);
  }

  allowsMessage(text: string): boolean {
    return this.messages.some((pattern) => pattern.test(text));
  }

  allowsOrigin(origin: string): boolean {
    return this.origins.has(origin);
  }
}

/** Notes what no page may do, in every page of the context. */
export const watch = (context: BrowserContext, expected: Expected): string[] => {
  const complaints: string[] = [];
  context.on('console', (message) => {
    if (message.type() !== 'error' || expected.allowsMessage(message.text())) return;
    // Chromium logs each answer of 400 and above, and each failed request, in its own words. What the page makes of those is
    // the test's business; a missing file of the page itself is not.
    const from = message.location().url;
    if (message.text().startsWith('Failed to load resource') && from.includes('/iam/')) return;
    complaints.push(`console error: ${message.text()} (${from})`);
  });
  context.on('weberror', (error) => complaints.push(`uncaught: ${error.error().message}`));
  context.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && !expected.allowsOrigin(origin)) {
      complaints.push(`request to another origin: ${request.method()} ${request.url()}`);
    }
  });
  return complaints;
};

export const test = base.extend<{
  portal: (setting?: PortalSetting) => Promise<Portal>;
  expected: Expected;
  watched: void;
}>({
  expected: async ({}, use) => use(new Expected()),

  // Automatic: a test can't forget to look.
  watched: [
    async ({ context, expected }, use) => {
      const complaints = watch(context, expected);
      await use();
      expect(complaints, 'what the browser complained about').toEqual([]);
    },
    { auto: true },
  ],

  portal: async ({ context, expected }, use) => {
    const running: Portal[] = [];
    await use(async (setting = {}) => {
      const here = await startPortal(setting);
      running.push(here);
      expected.origin(here.server.origin);
      if (setting.crossOrigin) expected.origin(here.emulator.origin);
      return here;
    });
    // A page that is still there would miss a server that is not, and complain: a browser asks for an icon when all else is
    // loaded.
    await context.close();
    for (const here of running) await stopPortal(here);
    expect(
      running.flatMap(({ server }) => server.violations),
      'violations of the content security policy',
    ).toEqual([]);
  },
});

export { expect };

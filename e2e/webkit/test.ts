import { isDeepStrictEqual } from 'node:util';
import { expect, test as base } from '@playwright/test';
import { type Portal, type PortalSetting, startPortal, stopPortal } from '../support/portal.ts';
import { COMPLAINT_PATH } from '../support/portal-server.ts';
import { findWebKit, type WebKitPrograms } from '../support/webkit.ts';
import { Browser, type BrowserSetting, Display } from './browser.ts';
import { Tab } from './tab.ts';

/** Tells the server of errors: WebKit's driver has no word for them, and its browser logs nothing while it is driven. */
const watch = (path: string): void => {
  // As a picture, which the policy allows the page, and which is sent even while it is being left.
  const complain = (what: string): void => void (new Image().src = `${path}?${encodeURIComponent(what)}`);
  addEventListener('error', ({ message }) => complain(`uncaught: ${message}`));
  addEventListener('unhandledrejection', ({ reason }) => complain(`unhandled rejection: ${reason}`));
  const { error } = console;
  console.error = (...given: unknown[]) => {
    error(...given);
    complain(`console error: ${given.join(' ')}`);
  };
};

const programs = (): WebKitPrograms => {
  const found = findWebKit();
  if (!found) throw new Error('no WebKit: run tools/setup.sh webkit');
  return found;
};

/** Has a browser of this setting run: the one that runs already, if it has it. */
type Provide = (setting: BrowserSetting) => Promise<Browser>;

/** WebKitGTK instead of Playwright's browsers. */
export const test = base.extend<
  {
    /** More arguments for the browser. */
    flags: readonly string[];
    webkit: Browser;
    /** A window of the test's own. */
    tab: Tab;
    portal: (setting?: PortalSetting) => Promise<Portal>;
  },
  { display: Display; provide: Provide }
>({
  // Of `C`, which every system has, WebKitGTK makes `en-US`.
  locale: 'C',
  timezoneId: 'UTC',
  flags: [[], { option: true }],

  display: [
    async ({}, use) => {
      const display = await Display.start(programs());
      await use(display);
      await display.stop();
    },
    { scope: 'worker' },
  ],

  provide: [
    async ({ display }, use) => {
      let running: Browser | undefined;
      await use(async (setting) => {
        if (running && !isDeepStrictEqual(running.setting, setting)) {
          await running.stop();
          running = undefined;
        }
        running ??= await Browser.start(programs(), display, setting);
        return running;
      });
      await running?.stop();
    },
    { scope: 'worker' },
  ],

  webkit: async ({ provide, flags, locale, timezoneId }, use) => {
    await use(await provide({ locale: locale!, timezone: timezoneId!, flags }));
  },

  // With the portal first, so that no page outlives its server.
  tab: async ({ portal: _, webkit }, use, testInfo) => {
    const tab = new Tab(webkit.driver);
    await use(tab);
    if (testInfo.status !== testInfo.expectedStatus) {
      const body = Buffer.from(await webkit.driver.takeScreenshot(), 'base64');
      await testInfo.attach('what was on screen', { body, contentType: 'image/png' });
    }
    await webkit.renew();
  },

  portal: async ({}, use) => {
    const running: Portal[] = [];
    await use(async (setting) => {
      const here = await startPortal(setting);
      here.server.initScripts.push(`(${watch})('${COMPLAINT_PATH}')`);
      running.push(here);
      return here;
    });
    for (const here of running) await stopPortal(here);
    const complaints = running.flatMap(({ server }) => [...server.violations, ...server.complaints]);
    expect(complaints, 'what the browser complained about').toEqual([]);
  },
});

export { expect };

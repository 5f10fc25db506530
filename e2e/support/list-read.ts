import type { Page } from '@playwright/test';

/** Waits until the page has read the account's tokens, by itself or because somebody asked. */
export const listRead = async (page: Page): Promise<void> => {
  await page.waitForFunction(() =>
    performance.getEntriesByType('resource').some(({ name }) => new URL(name).pathname.endsWith('/tokens')),
  );
};

import { expect, type Page } from '@playwright/test';

/** Waits until the page has read the account's tokens, by itself or because somebody asked. */
export const listRead = async (page: Page): Promise<void> => {
  const read = (): Promise<boolean> =>
    page.evaluate(() =>
      performance.getEntriesByType('resource').some(({ name }) => new URL(name).pathname.endsWith('/tokens')),
    );
  // Asked from here: in the page, the clock may stand still.
  await expect.poll(read).toBe(true);
};

import type { Page } from '@playwright/test';

/** Waits until the page has done all that an answer, a press or a change set off at once. */
export const settled = async (page: Page): Promise<void> => {
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)));
      }),
  );
};

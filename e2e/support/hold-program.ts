import type { Page } from '@playwright/test';

/** Keeps the program from arriving until it is let through; to be called before the page loads. */
export const holdProgram = async (page: Page): Promise<() => void> => {
  let letThrough = (): void => undefined;
  const wait = new Promise<void>((resolve) => (letThrough = resolve));
  await page.route(/_bg\.wasm$/, async (route) => {
    await wait;
    await route.continue();
  });
  return letThrough;
};

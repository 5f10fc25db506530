import { expect, type Page } from '@playwright/test';

/** A request that waits until the test lets it go on. */
export interface Held {
  /** Waits until it is there. */
  arrived: () => Promise<void>;
  release: () => void;
}

/**
 * What is held back: the request on its way to the service, or the service's answer on its way back. In Firefox Playwright can't
 * fetch what has a body, so a request for a new token is held there before it is sent.
 */
type Part = 'request' | 'answer';

/** Holds back the first request that matches, so that what happens meanwhile may take as long as it takes. */
export const hold = async (
  page: Page,
  { method, path }: { method: string; path: RegExp },
  part: Part = 'request',
): Promise<Held> => {
  let [found, arrived] = [false, false];
  let release = (): void => undefined;
  const released = new Promise<void>((go) => (release = go));
  await page.route(path, async (route) => {
    if (found || route.request().method() !== method) return route.fallback();
    found = true;
    const response = part === 'answer' ? await route.fetch() : undefined;
    arrived = true;
    await released;
    return response ? route.fulfill({ response }) : route.fallback();
  });
  return { arrived: () => expect.poll(() => arrived).toBe(true), release };
};

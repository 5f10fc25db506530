import type { Page } from '@playwright/test';

/** What the clipboard holds; the test has to have the permission to read it. */
export const readClipboard = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

/** How a browser keeps a page from the clipboard. */
export type ClipboardLock =
  /** It refuses, as without permission. */
  | 'refused'
  /** It has none, as on a page that is not served securely. */
  | 'missing';

/** Locks the clipboard before the page loads, and the older way of copying with it if asked to. */
export const lockClipboard = async (page: Page, lock: ClipboardLock, { olderWayToo = false } = {}): Promise<void> => {
  await page.addInitScript(
    ([how, older]) => {
      const refuse = (): Promise<never> => Promise.reject(new DOMException('Write permission denied.', 'NotAllowedError'));
      const clipboard = how === 'missing' ? undefined : { writeText: refuse };
      Object.defineProperty(navigator, 'clipboard', { get: () => clipboard });
      if (older) document.execCommand = () => false;
    },
    [lock, olderWayToo] as const,
  );
};

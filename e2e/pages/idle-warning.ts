import type { Locator, Page } from '@playwright/test';
import { FORGET_AFTER_MS, inMinutes, LAST_CALL_MS, WARN_AFTER_MS } from '../../testing/facts.ts';

/** What is announced: with the warning, when the key is kept, and when it is forgotten after all. */
export const WARNING = `The API key will be forgotten in ${inMinutes(FORGET_AFTER_MS - WARN_AFTER_MS)}. Press any key to keep it.`;
export const LAST_CALL = `The API key will be forgotten in ${LAST_CALL_MS / 1000} seconds. Press any key to keep it.`;
export const KEPT = 'The API key is kept';
export const FORGOTTEN = `The API key was forgotten after ${inMinutes(FORGET_AFTER_MS)} of inactivity`;

/** The warning before the API key is forgotten. */
export class IdleWarning {
  readonly region: Locator;
  readonly keep: Locator;
  /** What counts down. */
  readonly left: Locator;

  constructor(page: Page) {
    this.region = page.getByRole('region', { name: 'API key', exact: true });
    this.left = this.region.getByText(
      new RegExp(`^This page has been idle for ${inMinutes(WARN_AFTER_MS)}\\. The API key will be forgotten in \\d+ seconds?\\.$`),
    );
    this.keep = this.region.getByRole('button', { name: 'Keep API key', exact: true });
  }
  /** How many seconds are left, by what is said. */
  async seconds(): Promise<number> {
    return Number(/in (\d+) seconds?\./.exec(await this.left.innerText())?.[1]);
  }
}

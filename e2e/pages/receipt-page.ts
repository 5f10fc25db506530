import type { Locator, Page } from '@playwright/test';

/** What is left to do with a token that replaces another one, before and after it is kept. */
export const rotationSteps = (page: Page): Locator =>
  page.getByRole('list', { name: /^(To complete the rotation|The rotation is complete)$/ }).getByRole('listitem');

/** What stays on screen once the token is kept: all but the secret. */
export class ReceiptPage {
  readonly heading: Locator;
  readonly copyReceipt: Locator;
  readonly downloadReminder: Locator;
  readonly showInList: Locator;
  readonly createAnother: Locator;
  readonly createAnotherLikeThis: Locator;
  /** What is left to do where the token replaces another one. */
  readonly steps: Locator;

  constructor(readonly page: Page) {
    this.heading = page.getByRole('heading', { name: 'Token saved', exact: true });
    this.copyReceipt = page.getByRole('button', { name: 'Copy receipt', exact: true });
    this.downloadReminder = page.getByRole('button', { name: 'Download reminder', exact: true });
    this.showInList = page.getByRole('button', { name: 'Show it in the list', exact: true });
    this.createAnother = page.getByRole('button', { name: 'Create another token', exact: true });
    this.createAnotherLikeThis = page.getByRole('button', { name: 'Create another like this', exact: true });
    this.steps = rotationSteps(page);
  }
}

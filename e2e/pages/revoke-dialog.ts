import { expect, type Locator, type Page } from '@playwright/test';
import { fact } from '../support/fact.ts';

/** What stands between a press and the end of tokens, and says afterwards what became of them. */
export class RevokeDialog {
  readonly dialog: Locator;
  readonly heading: Locator;
  readonly cancel: Locator;
  /** For one token. */
  readonly confirm: Locator;
  readonly stop: Locator;
  readonly tryAgain: Locator;
  readonly close: Locator;
  /** That one of them is the key itself. */
  readonly own: Locator;
  readonly outcomes: Locator;

  constructor(page: Page) {
    this.dialog = page.getByRole('alertdialog');
    const button = (name: string): Locator => this.dialog.getByRole('button', { name, exact: true });
    this.heading = this.dialog.getByRole('heading');
    this.cancel = button('Cancel');
    this.confirm = button('Revoke token');
    this.stop = button('Stop after this one');
    this.tryAgain = button('Try again');
    this.close = button('Close');
    this.own = this.dialog.getByText(/You are signed in with (this token|one of these tokens):/);
    this.outcomes = this.dialog.getByRole('listitem');
  }

  /** For so many tokens. */
  confirmAll(count: number): Locator {
    return this.dialog.getByRole('button', { name: `Revoke ${count} tokens`, exact: true });
  }

  /** What a term is said to be, such as `Last used`. */
  fact(term: string): Locator {
    return fact(this.dialog, term);
  }

  /** What became of a token. */
  outcome(name: string): Locator {
    return this.outcomes.filter({ hasText: name });
  }

  /** It is open, under this heading. */
  async expectOpen(heading: string): Promise<void> {
    await expect(this.dialog).toBeVisible();
    await expect(this.heading).toHaveText(heading);
    await expect(this.dialog).toHaveAccessibleName(heading);
  }

  async expectGone(): Promise<void> {
    await expect(this.dialog).toHaveCount(0);
  }
}

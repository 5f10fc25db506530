import { expect, type Locator, type Page } from '@playwright/test';
import { escaped } from '../support/escaped.ts';

/** The region that lists what is wrong, above the form. */
export class ErrorSummary {
  readonly region: Locator;
  readonly heading: Locator;
  readonly links: Locator;

  constructor(private readonly page: Page) {
    this.heading = page.getByRole('heading', { name: 'There is a problem', exact: true });
    this.region = page.getByRole('alert').filter({ has: this.heading });
    this.links = this.region.getByRole('link');
  }

  /** It is there, has the focus, and the page's title says so. */
  async expectShown(): Promise<void> {
    await expect(this.region).toBeVisible();
    await expect(this.region).toBeFocused();
    await expect(this.page).toHaveTitle(/^Error: /);
  }

  /** All of the words are in it. */
  async expectSays(...words: (string | RegExp)[]): Promise<void> {
    for (const said of words) await expect(this.region).toContainText(said);
  }

  async expectGone(): Promise<void> {
    await expect(this.region).toHaveCount(0);
    await expect(this.page).not.toHaveTitle(/^Error: /);
  }

  /** The same words in the summary and beside the field, and the link leads to the field. */
  async expectFor(field: Locator, message: string | RegExp): Promise<void> {
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveAccessibleDescription(typeof message === 'string' ? new RegExp(escaped(message)) : message);
    const link = this.links.filter({ hasText: message });
    await link.click();
    await expect(field).toBeFocused();
  }
}

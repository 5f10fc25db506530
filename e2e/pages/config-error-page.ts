import { expect, type Locator, type Page } from '@playwright/test';

/** What the operator sees instead of the form when config.json is wrong. */
export class ConfigErrorPage {
  readonly alert: Locator;

  constructor(private readonly page: Page) {
    const heading = page.getByRole('heading', { name: 'This page is not configured correctly', exact: true });
    this.alert = page.getByRole('alert').filter({ has: heading });
  }

  /** The page has stopped with these words, and there is nothing to fill in. */
  async expectSays(...words: string[]): Promise<void> {
    for (const said of words) await expect(this.alert).toContainText(said);
    await expect(this.page).toHaveTitle('Error: config.json');
    await expect(this.page.getByRole('textbox')).toHaveCount(0);
    await expect(this.page.getByRole('button')).toHaveCount(0);
  }
}

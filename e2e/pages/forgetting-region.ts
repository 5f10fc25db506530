import type { Locator, Page } from '@playwright/test';

/** The warning before the API key is forgotten. */
export class ForgettingRegion {
  readonly region: Locator;
  readonly keep: Locator;

  constructor(page: Page) {
    this.region = page.getByRole('region', { name: 'API key', exact: true });
    this.keep = this.region.getByRole('button', { name: 'Keep API key', exact: true });
  }
}

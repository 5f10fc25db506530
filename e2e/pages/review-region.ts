import type { Locator, Page } from '@playwright/test';

/** What stands between a risky choice and the request. */
export class ReviewRegion {
  readonly region: Locator;
  readonly createAnyway: Locator;
  readonly goBack: Locator;

  constructor(page: Page) {
    this.region = page.getByRole('region', { name: 'Review', exact: true });
    this.createAnyway = this.region.getByRole('button', { name: 'Create anyway', exact: true });
    this.goBack = this.region.getByRole('button', { name: 'Go back', exact: true });
  }
}

import type { Locator, Page } from '@playwright/test';
import { AccessCard } from './access-card.ts';
import { ErrorSummary } from './error-summary.ts';

/** What is there in both views: the navigation, whose key it is, what is wrong, and what is announced. */
export class View {
  readonly toCreate: Locator;
  readonly toTokens: Locator;
  readonly access: AccessCard;
  readonly errors: ErrorSummary;
  /** The polite live region. */
  readonly announcement: Locator;

  constructor(readonly page: Page) {
    const navigation = page.getByRole('navigation', { name: 'Views', exact: true });
    this.toCreate = navigation.getByRole('link', { name: 'Create token', exact: true });
    this.toTokens = navigation.getByRole('link', { name: 'Tokens', exact: true });
    this.access = new AccessCard(page);
    this.errors = new ErrorSummary(page);
    this.announcement = page.getByRole('status');
  }

  get apiKey(): Locator {
    return this.access.apiKey;
  }

  get showApiKey(): Locator {
    return this.access.showApiKey;
  }

  get keyHelp(): Locator {
    return this.access.keyHelp;
  }

  get lookUp(): Locator {
    return this.access.lookUp;
  }

  get account(): Locator {
    return this.access.account;
  }

  get forgetKey(): Locator {
    return this.access.forgetKey;
  }
}

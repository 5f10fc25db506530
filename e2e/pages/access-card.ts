import { expect, type Locator, type Page } from '@playwright/test';

/** Whose key it is: fields, or one line once the service has told. */
export class AccessCard {
  readonly apiKey: Locator;
  readonly showApiKey: Locator;
  /** For those who have no key. */
  readonly keyHelp: Locator;
  readonly lookUp: Locator;
  readonly account: Locator;
  readonly forgetKey: Locator;
  /** Account, person and role, where the fields were. */
  readonly line: Locator;
  readonly change: Locator;

  constructor(readonly page: Page) {
    const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
    // By label: a masked field may be of a kind that has no role.
    this.apiKey = page.getByLabel('API key', { exact: true });
    this.showApiKey = button('Show API key');
    this.keyHelp = page.getByRole('link', { name: 'Where do I get one?', exact: true });
    this.lookUp = button('Look up account');
    this.account = page.getByRole('textbox', { name: 'Account ID', exact: true });
    this.forgetKey = button('Forget API key');
    this.line = page.getByText(/^(.+ \(\d+\)|\d+) · .+ · .+$/);
    this.change = button('Change');
  }

  /** Brings the fields back where they have given way to one line. */
  async unfold(): Promise<void> {
    await expect(async () => {
      if (await this.change.isVisible()) await this.change.click({ timeout: 500 });
      await expect(this.apiKey).toBeVisible({ timeout: 500 });
    }).toPass();
  }

  async enterKey(key: string): Promise<void> {
    await expect(async () => {
      await this.unfold();
      await this.apiKey.fill(key, { timeout: 500 });
    }).toPass();
  }

  async enterAccount(account: number | string): Promise<void> {
    await expect(async () => {
      await this.unfold();
      await this.account.fill(String(account), { timeout: 500 });
    }).toPass();
  }

  /** Has the account looked up where it isn't yet, and waits until the key's holder is named in one line. */
  async lookUpAccount(holder: string): Promise<void> {
    await expect(async () => {
      if (!(await this.change.isVisible())) await this.apiKey.press('Enter', { timeout: 500 });
      await expect(this.change).toBeVisible({ timeout: 1000 });
    }).toPass();
    await expect(this.line).toContainText(holder);
  }
}

import { expect, type Locator, type Page } from '@playwright/test';
import { KEYS } from '../../testing/emulator.ts';
import { COLUMN_LABELS, PAGE_SIZE } from '../../testing/facts.ts';
import { AccessCard } from './access-card.ts';
import { ErrorSummary } from './error-summary.ts';
import { RevokeDialog } from './revoke-dialog.ts';

/** What stands where the service doesn't say, or not so that it can be understood. */
export const UNKNOWN = 'Unknown';

/** The list of the tokens that exist. */
export class TokensPage {
  readonly heading: Locator;
  readonly apiKey: Locator;
  readonly account: Locator;
  readonly lookUp: Locator;
  readonly access: AccessCard;
  readonly showTokens: Locator;
  readonly refresh: Locator;
  readonly search: Locator;
  readonly status: Locator;
  /** How many tokens are shown, and of which kind. */
  readonly counted: Locator;
  readonly table: Locator;
  readonly attention: Locator;
  readonly timeline: Locator;
  readonly pages: Locator;
  readonly revokeSelected: Locator;
  readonly clearSelection: Locator;
  readonly exportCsv: Locator;
  readonly exportJson: Locator;
  readonly unsaved: Locator;
  readonly announcement: Locator;
  readonly errors: ErrorSummary;
  readonly dialog: RevokeDialog;

  constructor(readonly page: Page) {
    const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
    this.heading = page.getByRole('heading', { name: 'Tokens', exact: true });
    this.access = new AccessCard(page);
    ({ apiKey: this.apiKey, account: this.account, lookUp: this.lookUp } = this.access);
    this.showTokens = button('Show tokens');
    this.refresh = button('Refresh');
    this.search = page.getByRole('textbox', { name: 'Search tokens', exact: true });
    this.status = page.getByRole('combobox', { name: 'Status', exact: true });
    this.counted = page.getByRole('heading', { name: /^\d+ .*tokens?\b/, level: 3 });
    this.table = page.getByRole('table', { name: 'API tokens', exact: true });
    this.attention = page.getByRole('region', { name: 'Needs attention', exact: true });
    this.timeline = page.getByRole('table', { name: 'Expirations in the next 12 months', exact: true });
    this.pages = page.getByRole('navigation', { name: 'Pages of the list', exact: true });
    this.revokeSelected = button('Revoke selected');
    this.clearSelection = button('Clear selection');
    this.exportCsv = button('Export CSV');
    this.exportJson = button('Export JSON');
    this.unsaved = page.getByText('A new token is not saved yet.');
    this.announcement = page.getByRole('status');
    this.errors = new ErrorSummary(page);
    this.dialog = new RevokeDialog(page);
  }

  /** Opens the view, which asks for the key. */
  static async open(page: Page, { url }: { url: string }, fragment = '#tokens'): Promise<TokensPage> {
    await page.goto(url + fragment);
    const tokens = new TokensPage(page);
    await expect(tokens.showTokens).toBeVisible();
    return tokens;
  }

  /** Opens the view and has the list shown. */
  static async openList(
    page: Page,
    place: { url: string },
    fragment = '#tokens',
    key: string = KEYS.Administrators,
  ): Promise<TokensPage> {
    const tokens = await TokensPage.open(page, place, fragment);
    await tokens.show(key);
    return tokens;
  }

  /** Has the list shown with this key. */
  async show(key: string = KEYS.Administrators): Promise<void> {
    await this.access.enterKey(key);
    await this.showTokens.click();
    await expect(this.counted).toBeVisible();
  }

  /** Asks for the list again, and waits until it is there. */
  async reread(): Promise<void> {
    await this.refresh.click();
    await expect(this.announcement).toHaveText(/^\d+ active tokens?$/);
  }

  private ofRow(action: string, name: string): Locator {
    return this.table.getByRole('button', { name: `${action} ${name}`, exact: true });
  }

  details(name: string): Locator {
    return this.ofRow('Details of', name);
  }

  revoke(name: string): Locator {
    return this.ofRow('Revoke', name);
  }

  rotate(name: string): Locator {
    return this.ofRow('Rotate', name);
  }

  select(name: string): Locator {
    return this.table.getByRole('checkbox', { name: `Select ${name}`, exact: true });
  }

  /** The row of the token that people call so. */
  row(name: string): Locator {
    return this.table
      .getByRole('row')
      .filter({ has: this.page.getByRole('button', { name: `Details of ${name}`, exact: true }) });
  }

  /** A cell of that row; the name itself is its heading. */
  cell(name: string, column: string): Locator {
    // The first cell is the one to select the row by.
    return this.row(name).getByRole('cell').nth(COLUMN_LABELS.indexOf(column));
  }

  /** The cells of all tokens, without their names. */
  get cells(): Locator {
    return this.table
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader') })
      .getByRole('cell');
  }

  /** What the row says from the role on. */
  async expectRow(name: string, says: Record<string, string | RegExp>): Promise<void> {
    for (const [column, words] of Object.entries(says)) {
      await expect(this.cell(name, column), `${column} of ${name}`).toHaveText(words);
    }
  }

  /** All that is known of a token, once its row is unfolded. */
  get unfolded(): Locator {
    return this.table.getByRole('row').filter({ has: this.page.getByText('Token ID', { exact: true }) });
  }

  columnHeader(column: string): Locator {
    return this.table.getByRole('columnheader', { name: column, exact: true });
  }

  async sortBy(column: string): Promise<void> {
    await this.columnHeader(column).getByRole('button', { name: column, exact: true }).click();
  }

  async filter(status: string): Promise<void> {
    await this.status.selectOption({ label: status });
  }

  /** The names that are shown, from top to bottom, once all rows are built. */
  async names(): Promise<string[]> {
    const count = Number.parseInt(await this.counted.innerText(), 10);
    await expect(this.table.getByRole('rowheader')).toHaveCount(Math.min(count, PAGE_SIZE));
    return this.namesByNow();
  }

  private namesByNow(): Promise<string[]> {
    return this.table
      .getByRole('button', { name: /^Details of / })
      .evaluateAll((buttons) => buttons.map((button) => (button.getAttribute('aria-label') ?? '').replace('Details of ', '')));
  }

  /** Just these are shown, in this order. */
  async expectNames(names: readonly string[]): Promise<void> {
    await expect.poll(() => this.namesByNow()).toEqual(names);
  }

  /** The fragment that the address has by now. */
  fragment(): string {
    return new URL(this.page.url()).hash;
  }

  async expectFragment(fragment: string): Promise<void> {
    await expect.poll(() => this.fragment()).toBe(fragment);
  }
}

import { expect, type Locator, type Page } from '@playwright/test';
import { KEYS } from '../../testing/emulator.ts';
import { PAGE_SIZE } from '../../testing/facts.ts';
import { escaped } from '../support/escaped.ts';
import { RevokeDialog } from './revoke-dialog.ts';
import { View } from './view.ts';

/** What stands where the service doesn't say, or not so that it can be understood. */
export const UNKNOWN = 'Unknown';

/** The list of the tokens that exist. */
export class TokensPage extends View {
  readonly heading: Locator;
  readonly showTokens: Locator;
  readonly refresh: Locator;
  readonly search: Locator;
  readonly status: Locator;
  readonly role: Locator;
  readonly issuer: Locator;
  /** How many tokens are shown, and of which kind. */
  readonly counted: Locator;
  readonly table: Locator;
  readonly attention: Locator;
  /** What unfolds the timeline. */
  readonly months: Locator;
  readonly timeline: Locator;
  readonly pages: Locator;
  readonly revokeSelected: Locator;
  readonly clearSelection: Locator;
  readonly exportCsv: Locator;
  readonly exportJson: Locator;
  readonly reminders: Locator;
  readonly copyAsMarkdown: Locator;
  readonly selectAll: Locator;
  /** What unfolds the field for what was found. */
  readonly findToken: Locator;
  readonly foundText: Locator;
  readonly findTokens: Locator;
  readonly tokenToCheck: Locator;
  readonly check: Locator;
  /** What unfolds the field for a file. */
  readonly compare: Locator;
  readonly earlierExport: Locator;
  readonly unsaved: Locator;
  /** To the token that was left behind in the other view. */
  readonly goBackToIt: Locator;
  readonly dialog: RevokeDialog;

  constructor(page: Page) {
    super(page);
    const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
    this.heading = page.getByRole('heading', { name: 'Tokens', exact: true });
    this.showTokens = button('Show tokens');
    this.refresh = button('Refresh');
    this.search = page.getByRole('textbox', { name: 'Search tokens', exact: true });
    this.status = page.getByRole('combobox', { name: 'Status', exact: true });
    this.role = page.getByRole('combobox', { name: 'Filter by role', exact: true });
    this.issuer = page.getByRole('combobox', { name: 'Filter by issuer', exact: true });
    this.counted = page.getByRole('heading', { name: /^[\d,]+ .*tokens?\b/, level: 3 });
    this.table = page.getByRole('table', { name: 'API tokens', exact: true });
    this.attention = page.getByRole('region', { name: 'Needs attention', exact: true });
    this.months = page.locator('summary', { hasText: 'Expirations in the next 12 months' });
    this.timeline = page.getByRole('table', { name: 'Expirations in the next 12 months', exact: true });
    this.pages = page.getByRole('navigation', { name: 'Pages of the list', exact: true });
    this.revokeSelected = button('Revoke selected');
    this.clearSelection = button('Clear selection');
    this.exportCsv = button('Export CSV');
    this.exportJson = button('Export JSON');
    this.reminders = button('Reminders (.ics)');
    this.copyAsMarkdown = button('Copy as Markdown');
    this.selectAll = page.getByRole('checkbox', { name: /^Select all \d+ shown$/ });
    this.findToken = page.locator('summary', { hasText: 'Found a token somewhere?' });
    this.foundText = page.getByRole('textbox', { name: 'Text with a token in it', exact: true });
    this.findTokens = button('Find tokens');
    this.tokenToCheck = page.getByRole('textbox', { name: 'Token to check', exact: true });
    this.check = button('Check whether it works');
    this.compare = page.locator('summary', { hasText: 'Compare with an earlier export' });
    this.earlierExport = page.getByLabel('Earlier export (JSON)', { exact: true });
    this.unsaved = page.getByText('A new token has not been saved yet.');
    this.goBackToIt = page.getByRole('link', { name: 'Go back to it', exact: true });
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
    await expect(async () => {
      // A key that is looked up by itself brings the list without a press.
      if (await this.showTokens.isVisible()) await this.showTokens.click({ timeout: 500 });
      await expect(this.counted).toBeVisible({ timeout: 1000 });
    }).toPass();
  }

  /** Asks for the list again, and waits until it is there. */
  async reread(): Promise<void> {
    await this.refresh.click();
    await expect(this.announcement).toHaveText(/^[\d,]+ active tokens?$/);
  }

  private ofRow(action: string, name: string): Locator {
    return this.table.getByRole('button', { name: `${action} ${name}`, exact: true });
  }

  details(name: string): Locator {
    return this.ofRow('Details of', name);
  }

  createLike(name: string): Locator {
    return this.ofRow('Create like', name);
  }

  reminder(name: string): Locator {
    return this.ofRow('Reminder (.ics) of', name);
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
    return this.row(name).locator(`[data-label="${column}"]`);
  }

  /** The cells of all tokens, without their names. */
  get cells(): Locator {
    return this.table
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader') })
      .getByRole('cell');
  }

  /** What the row says from the role on; a date may follow how far off something is. */
  async expectRow(name: string, says: Record<string, string | RegExp>): Promise<void> {
    for (const [column, words] of Object.entries(says)) {
      const said = typeof words === 'string' ? new RegExp(`^${escaped(words)}( · \\d{1,2} [A-Z][a-z]{2} \\d{4})?$`) : words;
      await expect(this.cell(name, column), `${column} of ${name}`).toHaveText(said);
    }
  }

  /** Why something needs attention, as a button with the number of tokens. */
  reason(label: string): Locator {
    return this.attention.getByRole('button', { name: new RegExp(`^${escaped(label)} \\d+$`) });
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
    const count = Number.parseInt((await this.counted.innerText()).replaceAll(',', ''), 10);
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

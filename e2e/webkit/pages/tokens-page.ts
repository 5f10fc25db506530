import { KEYS } from '../../../testing/emulator.ts';
import type { Part } from '../part.ts';
import type { Tab } from '../tab.ts';
import { waitForProgram } from './create-page.ts';

/** The list of the tokens that exist. */
export class TokensPage {
  readonly apiKey: Part;
  readonly showTokens: Part;
  readonly search: Part;
  readonly status: Part;
  /** How many tokens are shown, and of which kind. */
  readonly counted: Part;
  readonly table: Part;
  readonly exportCsv: Part;
  readonly exportJson: Part;
  readonly reminders: Part;
  readonly dialog: Part;
  readonly confirm: Part;
  readonly cancel: Part;
  readonly announcement: Part;

  constructor(readonly tab: Tab) {
    this.apiKey = tab.part('textbox', 'API key');
    this.showTokens = tab.part('button', 'Show tokens');
    this.search = tab.part('textbox', 'Search tokens');
    this.status = tab.part('combobox', 'Status');
    this.counted = tab.part('heading', /^[\d,]+ .*tokens?\b/);
    this.table = tab.part('table', 'API tokens');
    this.exportCsv = tab.part('button', 'Export CSV');
    this.exportJson = tab.part('button', 'Export JSON');
    this.reminders = tab.part('button', 'Reminders (.ics)');
    this.dialog = tab.part('alertdialog');
    this.confirm = this.dialog.part('button', 'Revoke token');
    this.cancel = this.dialog.part('button', 'Cancel');
    this.announcement = tab.part('status');
  }

  /** Opens the view and has the list shown. */
  static async openList(tab: Tab, { url }: { url: string }, fragment = '#tokens'): Promise<TokensPage> {
    await tab.driver.get(url + fragment);
    await waitForProgram(tab);
    const tokens = new TokensPage(tab);
    await tokens.apiKey.fill(KEYS.Administrators);
    await tokens.showTokens.click();
    await tokens.counted.expectShown();
    return tokens;
  }

  details(name: string): Part {
    return this.table.part('button', `Details of ${name}`);
  }

  revoke(name: string): Part {
    return this.table.part('button', `Revoke ${name}`);
  }

  /** What sorts by a column. */
  column(label: string): Part {
    return this.table.part('button', label);
  }

  /** The names that are shown, from top to bottom. */
  async names(): Promise<string[]> {
    const labels = await this.table.ask<string[]>(
      'return [...arguments[0].querySelectorAll("button[aria-label]")].map(({ ariaLabel }) => ariaLabel)',
    );
    return labels.filter((label) => label.startsWith('Details of ')).map((label) => label.slice('Details of '.length));
  }
}

import { expect, type Locator, type Page } from '@playwright/test';
import { fact } from '../support/fact.ts';
import { ReceiptPage } from './receipt-page.ts';
import { RevokeDialog } from './revoke-dialog.ts';

/** The one time that the token is on screen. */
export class ResultPage {
  readonly heading: Locator;
  readonly token: Locator;
  readonly copy: Locator;
  readonly hide: Locator;
  readonly show: Locator;
  readonly verify: Locator;
  readonly revoke: Locator;
  readonly saved: Locator;
  readonly copyAs: Locator;
  /** What a chosen form looks like, with dots for the token. */
  readonly preview: Locator;
  readonly download: Locator;
  readonly clearClipboard: Locator;
  readonly revokedHeading: Locator;
  /** Once it is revoked. */
  readonly createAnotherLikeThis: Locator;
  readonly announcement: Locator;
  readonly dialog: RevokeDialog;

  constructor(readonly page: Page) {
    const button = (name: string): Locator => page.getByRole('button', { name, exact: true });
    this.heading = page.getByRole('heading', { name: 'Token created', exact: true });
    this.token = page.getByLabel('API token', { exact: true });
    this.copy = button('Copy token');
    this.hide = button('Hide token');
    this.show = button('Show token');
    this.verify = button('Verify token');
    // Behind the dialog, whose button is called the same.
    this.revoke = page.getByRole('main').getByRole('button', { name: 'Revoke token', exact: true });
    this.saved = button('I have saved this token');
    this.copyAs = page.getByRole('combobox', { name: 'Copy as', exact: true });
    this.preview = page.getByRole('figure', { name: 'What is copied', exact: true });
    this.download = button('Download as a file');
    this.clearClipboard = button('Clear clipboard');
    this.revokedHeading = page.getByRole('heading', { name: 'Token revoked', exact: true });
    this.createAnotherLikeThis = button('Create another like this');
    this.announcement = page.getByRole('status');
    this.dialog = new RevokeDialog(page);
  }

  /** The token as a person reads it off the screen. */
  async readToken(): Promise<string> {
    await expect(this.token).toBeVisible();
    return (await this.token.innerText()).trim();
  }

  /** Chooses a form, and copies the token in it. */
  async copyIn(form: string): Promise<void> {
    await this.copyAs.selectOption({ label: form });
    await this.copy.click();
  }

  /** The form as it is shown, with dots for the token. */
  async previewed(): Promise<string> {
    return (await this.preview.getByRole('code').innerText()).trimEnd();
  }

  /** What is entered in another product's form, by its labels. */
  entry(label: string): Locator {
    return fact(this.page, label);
  }

  /** What a person has selected, as a key press would copy it. */
  selection(): Promise<string> {
    return this.page.evaluate(() => getSelection()?.toString().trim() ?? '');
  }

  /** Presses Revoke, and once more in the dialog that asks. */
  async revokeAndConfirm(): Promise<void> {
    await this.revoke.click();
    await this.dialog.confirm.click();
  }

  /** Says that the token is kept, which wipes it from the page. */
  async finish(): Promise<ReceiptPage> {
    await this.saved.click();
    const receipt = new ReceiptPage(this.page);
    await expect(receipt.heading).toBeVisible();
    return receipt;
  }
}

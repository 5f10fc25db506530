import { expect, type Locator, type Page } from '@playwright/test';
import { RevokeDialog } from './revoke-dialog.ts';

/** What the account’s list says of a token whose creation nobody confirmed. */
export type Finding =
  | 'found'
  | 'revoked'
  | 'nothing'
  | 'different'
  | 'otherName'
  | 'incomplete'
  | 'outOfSight'
  | 'unclear'
  | 'unreadable';

const WORDS: Record<Finding, RegExp> = {
  found: /^It seems so: there is a new token named/,
  nothing: /^No: there is no new token named .*Trying again is safe\./,
  revoked: /^The token that was found is revoked, and there is no other new one named .*Trying again is safe\./,
  different: /^Unknown: there is a new token named .*, but its role or expiration is not the one you asked for\./,
  otherName: /^Unknown: .*no new token.*, but there are other/,
  incomplete: /^Unknown: .*no new token.*, but some entries of the list/,
  outOfSight: /is not known yet\. Look again with the right API key/,
  unclear: /^Unknown: a token named .* exists/,
  unreadable: /^The list of tokens can’t be read right now/,
};
const ANNOUNCED: Record<Finding, string | RegExp> = {
  found: 'A token was created',
  nothing: 'No token was created: trying again is safe',
  revoked: 'Token revoked',
  different: 'It is not known whether a token was created',
  otherName: 'It is not known whether a token was created',
  incomplete: 'It is not known whether a token was created',
  outOfSight: /^The list of tokens can’t be read/,
  unclear: 'It is not known whether a token was created',
  unreadable: 'The list of tokens can’t be read right now',
};

/** What the error summary adds when a token may exist. */
export const MAY_EXIST = /A token may have been created anyway/;

/** What is announced when no answer, or none that can be understood, came. */
export const UNCONFIRMED = ANNOUNCED.unclear;

/** What is announced when Create token is pressed before the question is closed. */
export const CHECK_FIRST = 'First check whether the last token was created';

/** The region about a request of which it is not known whether it created a token. */
export class UnconfirmedRegion {
  readonly region: Locator;
  readonly looking: Locator;
  readonly lookAgain: Locator;
  readonly keepAndGoOn: Locator;
  /** Where others were found that may be it. */
  readonly noneOfThem: Locator;
  readonly backToForm: Locator;
  readonly goOnWithoutKnowing: Locator;

  constructor(private readonly page: Page) {
    this.region = page.getByRole('region', { name: 'Was the token created?', exact: true });
    const button = (name: string): Locator => this.region.getByRole('button', { name, exact: true });
    this.looking = this.region.getByText('Looking for a new token');
    this.lookAgain = button('Look again');
    this.keepAndGoOn = button('Keep it and continue');
    this.backToForm = button('Back to the form');
    this.noneOfThem = this.region.getByRole('button', { name: /^None of .* is mine/ });
    this.goOnWithoutKnowing = button('Continue without knowing');
  }

  /** Presses Revoke, and once more in the dialog that asks. */
  async revokeAndConfirm(name: string): Promise<void> {
    await this.revoke(name).click();
    await new RevokeDialog(this.page).confirm.click();
  }

  revoke(name: string): Locator {
    return this.region.getByRole('button', { name: `Revoke ${name}`, exact: true });
  }

  /** The list was looked through with this result, on screen and in the live region. */
  async expectFinding(finding: Finding): Promise<void> {
    await expect(this.region.getByText(WORDS[finding])).toBeVisible();
    await expect(this.page.getByRole('status')).toHaveText(ANNOUNCED[finding]);
    for (const [other, words] of Object.entries(WORDS)) {
      if (other !== finding) await expect(this.region.getByText(words)).toHaveCount(0);
    }
  }

  async expectGone(): Promise<void> {
    await expect(this.region).toHaveCount(0);
  }
}

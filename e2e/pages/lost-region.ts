import { expect, type Locator, type Page } from '@playwright/test';

/** What the page found out about a request without an answer. */
export type Verdict = 'made' | 'not made' | 'not known';

const WORDS: Record<Verdict, RegExp> = {
  made: /^Yes, it seems: a token named/,
  'not made': /^No: there is no new token named .*Trying again is safe\./,
  'not known': /^The list of tokens can’t be read now/,
};
const ANNOUNCED: Record<Verdict, string> = {
  made: 'A token was created',
  'not made': 'No token was created: trying again is safe',
  'not known': 'The list of tokens can’t be read now',
};

/** The region about a request of which it is not known whether it made a token. */
export class LostRegion {
  readonly region: Locator;
  readonly lookAgain: Locator;
  readonly keepAndGoOn: Locator;
  readonly backToForm: Locator;
  readonly goOnWithoutKnowing: Locator;

  constructor(private readonly page: Page) {
    this.region = page.getByRole('region', { name: 'Was the token created?', exact: true });
    const button = (name: string): Locator => this.region.getByRole('button', { name, exact: true });
    this.lookAgain = button('Look again');
    this.keepAndGoOn = button('Keep it and go on');
    this.backToForm = button('Back to the form');
    this.goOnWithoutKnowing = button('Go on without knowing');
  }

  revoke(name: string): Locator {
    return this.region.getByRole('button', { name: `Revoke ${name}`, exact: true });
  }

  /** The search has come to this end, on screen and in the live region. */
  async expectVerdict(verdict: Verdict): Promise<void> {
    await expect(this.region.getByText(WORDS[verdict])).toBeVisible();
    await expect(this.page.getByRole('status')).toHaveText(ANNOUNCED[verdict]);
    for (const [other, words] of Object.entries(WORDS)) {
      if (other !== verdict) await expect(this.region.getByText(words)).toHaveCount(0);
    }
  }

  async expectGone(): Promise<void> {
    await expect(this.region).toHaveCount(0);
  }
}

import { expect, type Locator, type Page } from '@playwright/test';
import { ACCOUNT, HOLDERS, KEYS } from '../../testing/emulator.ts';
import { escaped } from '../support/escaped.ts';
import { fact } from '../support/fact.ts';
import { ResultPage } from './result-page.ts';
import { ReviewRegion } from './review-region.ts';
import { UnconfirmedRegion } from './unconfirmed-region.ts';
import { View } from './view.ts';

/** What a new token is called where a test doesn't care. */
export const PLAIN_NAME = 'deploy pipeline';

/** What `Role` says before one is chosen. */
export const NO_ROLE = 'Choose a role';

/** What a person types for a new token; what is left out gets a plain value. */
export interface NewToken {
  key?: string;
  account?: number | string;
  name?: string;
  description?: string;
  /** By its name. */
  role?: string;
  expiration?: string;
  /** For the expiration `Custom`, as a datetime-local field holds it. */
  until?: string;
}

/** The form. */
export class CreatePage extends View {
  readonly heading: Locator;
  readonly name: Locator;
  readonly description: Locator;
  readonly role: Locator;
  readonly compareRoles: Locator;
  readonly expiration: Locator;
  readonly customExpiration: Locator;
  /** The end in UTC and the reader's zone, as the page says it before anything is sent. */
  readonly meaning: Locator;
  readonly create: Locator;
  readonly review: ReviewRegion;
  readonly unconfirmed: UnconfirmedRegion;
  /** The part that unfolds the request, and what it holds. */
  readonly preview: Locator;
  readonly previewed: Locator;
  readonly copyLink: Locator;
  /** That a link filled the form. */
  readonly filledByLink: Locator;
  /** That a token of the name exists. */
  readonly nameTaken: Locator;
  /** Where a token is rotated: what unfolds the fields that seldom change. */
  readonly changeKept: Locator;
  readonly dontReplace: Locator;

  constructor(page: Page) {
    super(page);
    this.heading = page.getByRole('heading', { name: 'Create a token', exact: true });
    this.name = page.getByRole('textbox', { name: 'Token name', exact: true });
    this.description = page.getByRole('textbox', { name: 'Description', exact: true });
    this.role = page.getByRole('combobox', { name: 'Role', exact: true });
    this.compareRoles = page.getByText('Compare roles', { exact: true });
    this.expiration = page.getByRole('combobox', { name: 'Expiration', exact: true });
    this.customExpiration = page.getByLabel('Expiration date and time', { exact: true });
    this.meaning = page.getByText(/^\d{4}-\d\d-\d\d \d\d:\d\d UTC · your time zone is /);
    this.create = page.getByRole('button', { name: 'Create token', exact: true });
    this.review = new ReviewRegion(page);
    this.unconfirmed = new UnconfirmedRegion(page);
    this.preview = page.getByText('See the request as curl', { exact: true });
    this.previewed = page.getByText(/^curl -sS /);
    this.filledByLink = page.getByText('A link filled in this form. Check each field before you create the token.', {
      exact: true,
    });
    this.changeKept = page.getByText('Change role or description', { exact: true });
    this.dontReplace = page.getByRole('button', { name: 'Don’t replace it', exact: true });
    this.nameTaken = page.getByText(/^A token with this name already exists/);
    this.copyLink = page.getByRole('button', { name: 'Copy link to this form', exact: true });
  }

  /** Opens the page and waits until the form answers. */
  static async open(page: Page, { url }: { url: string }, fragment = ''): Promise<CreatePage> {
    await page.goto(url + fragment);
    const create = new CreatePage(page);
    await create.waitForProgram();
    return create;
  }

  /** Waits until the early form, which looks the same, has given way. */
  async waitForProgram(): Promise<void> {
    await expect(this.page.locator('#early')).toHaveCount(0);
    await expect(this.create).toBeVisible();
  }

  /** The same, with a clock that the test turns. */
  static async openWithClock(page: Page, place: { url: string }): Promise<CreatePage> {
    await page.clock.install();
    return CreatePage.open(page, place);
  }

  /** Has the account looked up, and waits until the key's holder is named. */
  async lookUpAccount(holder: string = HOLDERS.Administrators): Promise<void> {
    await this.access.lookUpAccount(holder);
  }

  /** Fills the whole form by hand, without pressing anything. */
  async fill(token: NewToken = {}): Promise<void> {
    await this.access.enterKey(token.key ?? KEYS.Administrators);
    await this.access.enterAccount(token.account ?? ACCOUNT);
    await this.name.fill(token.name ?? PLAIN_NAME);
    if (token.description !== undefined) await this.description.fill(token.description);
    await this.chooseRole(token.role ?? 'Engineers');
    if (token.expiration !== undefined) await this.expiration.selectOption({ label: token.expiration });
    if (token.until !== undefined) await this.customExpiration.fill(token.until);
  }

  /** The form holds what `fill` typed for the same token. */
  async expectKept(token: NewToken = {}): Promise<void> {
    await this.access.unfold();
    await expect(this.apiKey).toHaveValue(token.key ?? KEYS.Administrators);
    await expect(this.account).toHaveValue(String(token.account ?? ACCOUNT));
    await expect(this.name).toHaveValue(token.name ?? PLAIN_NAME);
    await expect(this.description).toHaveValue(token.description ?? '');
    await expect(this.chosen(this.role)).toContainText(token.role ?? 'Engineers');
    await expect(this.chosen(this.expiration)).toHaveText(token.expiration ?? '90 days');
    if (token.until !== undefined) await expect(this.customExpiration).toHaveValue(token.until);
  }

  /** Chooses a role by its name, whether or not it is above that of the key's holder. */
  async chooseRole(name: string): Promise<void> {
    const option = this.role.locator('option').filter({ hasText: new RegExp(`^${escaped(name)}( – above your role)?$`) });
    await this.role.selectOption((await option.getAttribute('value'))!);
  }

  /** What a term is said to be, such as `Role` of a token that is rotated. */
  fact(term: string): Locator {
    return fact(this.page, term);
  }

  /** The heading of the form of a token that replaces another one. */
  rotateHeading(old: string): Locator {
    return this.page.getByRole('heading', { name: `Rotate ${old}`, exact: true });
  }

  /** The option of a select that is chosen. */
  chosen(select: Locator): Locator {
    return select.getByRole('option', { selected: true });
  }

  /** The words are on screen, whatever is announced. */
  async expectSays(...words: (string | RegExp)[]): Promise<void> {
    for (const said of words) await expect(this.page.getByRole('main').getByText(said).first()).toBeVisible();
  }

  /** Presses the button, and once more where the page asks for it. */
  async submit({ review = false } = {}): Promise<ResultPage> {
    await this.create.click();
    if (review) await this.review.createAnyway.click();
    const result = new ResultPage(this.page);
    await expect(result.heading).toBeVisible();
    return result;
  }
}

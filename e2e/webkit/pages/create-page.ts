import { HOLDERS, KEYS } from '../../../testing/emulator.ts';
import { eventually, type Part } from '../part.ts';
import { Key, type Tab } from '../tab.ts';
import { expect } from '../test.ts';
import { ResultPage } from './result-page.ts';

/** What a person types for a new token; what is left out gets a plain value. */
export interface NewToken {
  name?: string;
  role?: string;
  expiration?: string;
}

/** The form. */
export class CreatePage {
  readonly apiKey: Part;
  readonly showApiKey: Part;
  readonly account: Part;
  /** Once the account is known: brings its fields back. */
  readonly change: Part;
  readonly forgetKey: Part;
  readonly name: Part;
  readonly description: Part;
  readonly role: Part;
  /** What unfolds the table of roles. */
  readonly compareRoles: Part;
  readonly expiration: Part;
  readonly customExpiration: Part;
  /** What unfolds the request. */
  readonly preview: Part;
  readonly create: Part;
  readonly announcement: Part;
  /** The region that lists what is wrong. */
  readonly errors: Part;
  readonly review: Part;
  readonly createAnyway: Part;
  readonly goBack: Part;

  constructor(readonly tab: Tab) {
    this.apiKey = tab.part('textbox', 'API key');
    this.showApiKey = tab.part('button', 'Show API key');
    this.account = tab.part('textbox', 'Account ID');
    this.change = tab.part('button', 'Change');
    this.forgetKey = tab.part('button', 'Forget API key');
    this.name = tab.part('textbox', 'Token name');
    this.description = tab.part('textbox', 'Description');
    this.role = tab.part('combobox', 'Role');
    this.compareRoles = tab.part('summary', 'Compare roles');
    this.expiration = tab.part('combobox', 'Expiration');
    this.customExpiration = tab.part('textbox', 'Expiration date and time');
    this.preview = tab.part('summary', 'See the request as curl');
    this.create = tab.part('button', 'Create token');
    this.announcement = tab.part('status');
    this.errors = tab.part('alert');
    this.review = tab.part('region', 'Review');
    this.createAnyway = this.review.part('button', 'Create anyway');
    this.goBack = this.review.part('button', 'Go back');
  }

  /** Opens the page and waits until the form answers. */
  static async open(tab: Tab, { url }: { url: string }, fragment = ''): Promise<CreatePage> {
    await tab.driver.get(url + fragment);
    await waitForProgram(tab);
    return new CreatePage(tab);
  }

  /** Has the account looked up by the key, and waits until its holder is named. */
  async enterKey(key: string = KEYS.Administrators, holder: string = HOLDERS.Administrators): Promise<void> {
    await this.apiKey.fill(key);
    await this.apiKey.press(Key.ENTER);
    await this.change.expectShown();
    await this.tab.expectSays(holder);
  }

  /** Fills the whole form, without pressing anything. */
  async fill({ name = 'deploy pipeline', role = 'Engineers', expiration }: NewToken = {}): Promise<void> {
    await this.enterKey();
    await this.name.fill(name);
    await this.role.choose(role);
    if (expiration !== undefined) await this.expiration.choose(expiration);
  }

  /** Presses the button, and waits for the token. */
  async submit(): Promise<ResultPage> {
    await this.create.click();
    const result = new ResultPage(this.tab);
    await result.heading.expectShown();
    return result;
  }

  /** The same words in the summary, whose link leads to the field, and at the field. */
  async expectErrorAt(field: Part, message: RegExp): Promise<void> {
    await field.expectWrong(message);
    await this.errors.part('link', message).click();
    await field.expectFocused();
  }
}

/** Waits until the early form, which looks the same, has given way. */
export const waitForProgram = (tab: Tab): Promise<void> =>
  eventually(async () => expect(await tab.driver.executeScript('return document.getElementById("early") === null')).toBe(true));

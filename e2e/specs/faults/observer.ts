import { expect, type Page } from '@playwright/test';
import { KEYS } from '../../../testing/emulator.ts';
import { CreatePage, type NewToken } from '../../pages/create-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { UnconfirmedRegion } from '../../pages/unconfirmed-region.ts';
import type { PortalServer } from '../../support/portal-server.ts';
import { listRead } from '../../support/list-read.ts';
import type { Portal } from '../../support/test.ts';
import { FIELDS, placesOf, secretOf, TEXT, type Traces, traces } from '../../support/traces.ts';

/** The most that a row quotes of the page, in characters. */
const MAX_QUOTED = 240;

/** What a case looks like at its end: a row of the table. */
export interface Observation {
  sees: string;
  requests: string;
  secrets: string;
}

const shortened = (text: string, most: number): string => {
  const line = text
    .replace(/\s+/g, ' ')
    // Ports differ from run to run.
    .replace(/(127\.0\.0\.1|localhost):\d+/g, '$1')
    .trim();
  return line.length <= most ? line : `${line.slice(0, most).replace(/\s*\S*$/, '')}…`;
};

/** Looks at the page and at what reached its server while a case runs. */
export class Observer {
  private readonly said: string[] = [];
  private from = 0;
  private token: string | undefined;

  constructor(
    private readonly page: Page,
    private readonly server: PortalServer,
    private readonly key: string,
  ) {
    page.on('console', (message) => this.said.push(message.text()));
    page.on('pageerror', (error) => this.said.push(`${error.message} ${error.stack ?? ''}`));
  }

  /** The next case starts here. */
  start(): void {
    this.from = this.server.apiRequests.length;
    this.token = undefined;
  }

  /** A token that the case is about, which is on screen, or was. */
  about(token: string): void {
    this.token = token;
  }

  /** How many requests of each method reached the service since the start. */
  requests(): Record<string, number> {
    const counted: Record<string, number> = {};
    for (const { method } of this.server.apiRequests.slice(this.from)) counted[method] = (counted[method] ?? 0) + 1;
    return counted;
  }

  /** What the case looks like at its end. `sees` replaces what is read off the page, where that needs more than a look. */
  async end(sees?: string): Promise<Observation> {
    // What changes something comes first.
    const counted = Object.entries(this.requests()).sort(([one], [other]) => Number(one === 'GET') - Number(other === 'GET'));
    return {
      sees: sees ?? (await this.words()),
      requests: counted.map(([method, count]) => `${count} ${method}`).join(', ') || 'none',
      secrets: await this.secrets(),
    };
  }

  private async words(): Promise<string> {
    const { page } = this;
    const first = async (selector: string): Promise<string> => {
      const found = page.locator(selector).filter({ visible: true }).first();
      return (await found.count()) === 0 ? '' : await found.innerText();
    };
    // The heading of the error summary is always the same; that of another notice says most.
    const summary = (await first('[role=alert]')).replace(/^There is a problem\s*/, '').replace(/^(This page .*)\n/, '$1: ');
    const asked = new UnconfirmedRegion(page).region.getByRole('paragraph').first();
    const question = (await asked.count()) === 0 ? '' : await asked.innerText();
    const said = [summary, question].filter((part) => part !== '');
    // Cut one by one, so that a long summary leaves room for the question.
    if (said.length > 0) return said.map((part) => shortened(part, MAX_QUOTED / said.length)).join(' · ');
    const heading = await first('main h2');
    const announced = (
      await page
        .getByRole('status')
        .first()
        .innerText()
        .catch(() => '')
    ).trim();
    const parts = [heading, announced].filter((part, at, all) => part !== '' && all.indexOf(part) === at);
    return shortened(parts.join(' · '), MAX_QUOTED);
  }

  private async secrets(): Promise<string> {
    const found = await traces(this.page);
    const elsewhere = this.elsewhere(found);
    expect(elsewhere, 'where key and token are besides field and screen').toEqual([]);
    const parts = [await this.keyState(), await this.tokenState(found), 'nothing elsewhere'];
    return parts.filter((part) => part !== '').join('; ');
  }

  private elsewhere(found: Traces): string[] {
    const secrets = [secretOf(this.key), ...(this.token ? [secretOf(this.token)] : [])];
    const all = { ...found, 'the console': this.said.join('\n') };
    return secrets.flatMap((secret, at) => {
      // A token on screen is text, so it is in the HTML and may be selected for copying by hand.
      const rightful = at === 0 ? [FIELDS] : [TEXT, 'the HTML', 'the selection'];
      return placesOf(secret, all).filter((place) => !rightful.includes(place));
    });
  }

  private async keyState(): Promise<string> {
    const { access } = new CreatePage(this.page);
    if (await access.change.isVisible()) return 'key kept';
    const field = access.apiKey;
    if ((await field.count()) === 0) return '';
    const value = await field.inputValue();
    if (value === '') return 'no key';
    expect(value).toBe(this.key);
    return 'key in its field';
  }

  private async tokenState(found: Traces): Promise<string> {
    if (this.token !== undefined && placesOf(secretOf(this.token), found).includes(TEXT)) return 'token on screen';
    const shown = (await new ResultPage(this.page).token.count()) > 0;
    return shown ? 'token masked' : 'no token';
  }
}

/** A filled form, and an observer that counts from now on. */
export const filled = async (
  page: Page,
  here: Portal,
  fields: NewToken = {},
): Promise<{ create: CreatePage; observer: Observer }> => {
  const observer = new Observer(page, here.server, KEYS.Administrators);
  const create = await CreatePage.open(page, here);
  await create.fill(fields);
  await create.lookUpAccount();
  await listRead(page, here.server);
  observer.start();
  return { create, observer };
};

/** The token is shown, and works. */
export const expectWorks = async (page: Page, here: Portal, observer: Observer): Promise<ResultPage> => {
  const result = new ResultPage(page);
  await expect(result.heading).toBeVisible();
  const token = await result.readToken();
  observer.about(token);
  expect((await here.emulator.whoAmI(token)).status).toBe(200);
  return result;
};

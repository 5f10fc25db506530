import type { Locator, Page } from '@playwright/test';
import { CreatePage } from '../../pages/create-page.ts';
import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import type { Fault } from '../../support/portal-server.ts';
import { Observer, Section } from '../../support/reliability-table.ts';
import { expect, type Portal, RULES, test } from '../../support/test.ts';

const KEY = KEYS.Administrators;
const LISTED = { method: 'GET', path: /\/tokens$/, times: 1 } as const;
const DELETED = { method: 'DELETE', times: 1 } as const;
const TIMEOUT = { config: { timeoutSeconds: 2 }, emulatorArgs: ['--sample-tokens'] } as const;
const HTML = { 'content-type': 'text/html' };

interface ListFault {
  title: string;
  fault: Fault;
  says: (string | RegExp)[];
}

const NO_ANSWER = /No answer came from/;
const UNUSUAL = /not its usual answer \(status 200\)/;
const list = (answer: { status: number; body?: string; headers?: Record<string, string> }): Fault => ({
  kind: 'answer',
  ...answer,
});

const LIST: ListFault[] = [
  {
    title: 'List: 401',
    fault: list({ status: 401, body: '{"message":"Token is not known"}' }),
    says: [/does not accept this API key/, 'Token is not known'],
  },
  {
    title: 'List: 403',
    fault: list({ status: 403 }),
    says: [/not allowed to do this \(status 403\)\. The tokens were not read/],
  },
  { title: 'List: 404', fault: list({ status: 404 }), says: [/Account ID is not known/] },
  {
    title: 'List: 429, with a time to wait',
    fault: list({ status: 429, headers: { 'retry-after': '17' } }),
    says: [/Too many requests.*The tokens were not read\. Wait 17 seconds/],
  },
  {
    title: 'List: 500, a web page',
    fault: list({ status: 500, body: '<title>Oops</title>', headers: HTML }),
    says: [/problem of its own/, 'Oops'],
  },
  { title: 'List: 503', fault: list({ status: 503 }), says: [/problem of its own \(status 503\)/] },
  { title: 'List: the connection ends in the middle', fault: { kind: 'cut' }, says: [NO_ANSWER] },
  { title: 'List: a redirect', fault: list({ status: 302, headers: { location: '/gcore/iam/elsewhere' } }), says: [NO_ANSWER] },
  { title: 'List: 200, an object', fault: list({ status: 200, body: '{"tokens":[]}' }), says: [UNUSUAL] },
  {
    title: 'List: 200, a login page',
    fault: list({ status: 200, body: '<title>Sign in</title>', headers: HTML }),
    says: [UNUSUAL],
  },
  { title: 'List: 200, no body', fault: list({ status: 200 }), says: [UNUSUAL] },
  {
    title: 'List: 200, JSON that is cut off',
    fault: list({ status: 200, body: '[{"id":1,"name":"a"},{"id":2' }),
    says: [UNUSUAL],
  },
  {
    title: 'List: 200, 10 MB of a web page',
    fault: list({ status: 200, body: '<p>text</p>'.repeat(950_000), headers: HTML }),
    says: [UNUSUAL],
  },
  {
    title: 'List: 500, 10 MB of text',
    fault: list({ status: 500, body: 'Trace '.repeat(1_700_000), headers: HTML }),
    says: [/problem of its own/],
  },
];

const LATE: ListFault = { title: 'List: no answer in time', fault: { kind: 'silence' }, says: [/within 2 seconds/] };

const SHOWN = {
  odd: 'List: 200, entries of odd shapes among the tokens',
  long: 'List: 200, 10 MB of tokens',
  kept: 'List: 500 when it is read again',
} as const;

interface Deletion {
  title: string;
  fault: Fault;
  /** Words of the dialog, where the token may still work. */
  says?: RegExp;
  /** Words of the live region, where it is gone. */
  announced?: RegExp;
  requests: Record<string, number>;
}

const UNCONFIRMED = /did not confirm it.*the token may still work/;

/** All of one token until it is gone, and then of the next. */
const DELETE: Deletion[] = [
  {
    title: 'Revoke: 401',
    fault: { kind: 'answer', status: 401, body: '{"message":"Token is not known"}' },
    says: /no longer accepts the API key/,
    requests: { DELETE: 1 },
  },
  {
    title: 'Revoke: 403',
    fault: { kind: 'answer', status: 403, body: '{"message":"Not yours."}' },
    says: /was not revoked.*Not yours\./,
    requests: { DELETE: 1 },
  },
  {
    title: 'Revoke: 409',
    fault: { kind: 'answer', status: 409, body: '{"message":"In use."}' },
    says: /was not revoked.*In use\./,
    requests: { DELETE: 1 },
  },
  {
    title: 'Revoke: 429',
    fault: { kind: 'answer', status: 429 },
    says: /Too many requests.*Wait a minute/,
    requests: { DELETE: 1 },
  },
  { title: 'Revoke: 500', fault: { kind: 'answer', status: 500 }, says: UNCONFIRMED, requests: { DELETE: 1, GET: 1 } },
  { title: 'Revoke: no answer in time', fault: { kind: 'silence' }, says: UNCONFIRMED, requests: { DELETE: 1, GET: 1 } },
  {
    title: 'Revoke: the connection ends before any answer',
    fault: { kind: 'refuse' },
    says: UNCONFIRMED,
    requests: { DELETE: 1, GET: 1 },
  },
  {
    title: 'Revoke: the answer takes half a second',
    fault: { kind: 'delay', milliseconds: 500 },
    announced: /^Token revoked$/,
    requests: { DELETE: 1 },
  },
  {
    title: 'Revoke: 502, and the token is gone',
    fault: { kind: 'rewrite', change: () => ({ status: 502 }) },
    announced: /^Token revoked$/,
    requests: { DELETE: 1, GET: 1 },
  },
  {
    title: 'Revoke: no answer in time, and the token is gone',
    fault: { kind: 'delay', milliseconds: 2_500 },
    announced: /^Token revoked$/,
    requests: { DELETE: 1, GET: 1 },
  },
  {
    title: 'Revoke: 404, since somebody else was faster',
    fault: { kind: 'answer', status: 404 },
    announced: /already gone/,
    requests: { DELETE: 1 },
  },
];

const TOKENS = ['Build pipeline', 'Terraform, production', 'Grafana dashboards', 'Monthly report'];

const section = new Section('tokens', [
  ...[...LIST, LATE].map(({ title }) => title),
  ...Object.values(SHOWN),
  ...DELETE.map(({ title }) => title),
]);

/** The list of tokens, as far as faults need it. */
class TokensView {
  readonly access: CreatePage;
  readonly show: Locator;
  readonly refresh: Locator;
  readonly table: Locator;
  readonly dialog: Locator;

  constructor(readonly page: Page) {
    this.access = new CreatePage(page);
    this.show = page.getByRole('button', { name: 'Show tokens', exact: true });
    this.refresh = page.getByRole('button', { name: 'Refresh', exact: true });
    this.table = page.getByRole('table', { name: 'API tokens', exact: true });
    this.dialog = page.getByRole('alertdialog');
  }

  static async open(page: Page, here: Portal): Promise<TokensView> {
    await page.goto(`${here.url}#tokens`);
    const view = new TokensView(page);
    await view.access.apiKey.fill(KEY);
    await view.access.account.fill(String(ACCOUNT));
    return view;
  }
}

/** The list can't be read, is asked for once, and what was typed stays. */
const expectUnread = async (
  view: TokensView,
  here: Portal,
  observer: Observer,
  { title, fault, says }: ListFault,
): Promise<void> => {
  const { errors, apiKey, account } = view.access;
  observer.start();
  here.server.fail(LISTED, fault);
  await view.show.click();
  await errors.expectShown();
  await errors.expectSays(...says);
  await expect(apiKey).toHaveValue(KEY);
  await expect(account).toHaveValue(String(ACCOUNT));
  await expect(view.table).toHaveCount(0);
  expect(observer.requests()).toEqual({ GET: 1 });
  section.note(title, await observer.end());
};

test('the list can not be read', RULES, async ({ page, portal }) => {
  // One test of many cases.
  test.setTimeout(90_000);
  const here = await portal({ emulatorArgs: ['--sample-tokens'] });
  const observer = new Observer(page, here.server, KEY);
  const view = await TokensView.open(page, here);
  for (const fault of LIST) await test.step(fault.title, () => expectUnread(view, here, observer, fault));
  // Once it can be, it is shown, and stays when it can't be any more.
  await view.show.click();
  await expect(view.table).toBeVisible();
  await view.access.errors.expectGone();
  observer.start();
  here.server.fail(LISTED, { kind: 'answer', status: 500 });
  await view.refresh.click();
  await view.access.errors.expectShown();
  await view.access.errors.expectSays(/problem of its own/);
  await expect(view.table).toBeVisible();
  expect(observer.requests()).toEqual({ GET: 1 });
  section.note(SHOWN.kept, await observer.end());
});

test('the list does not come in time', RULES, async ({ page, portal }) => {
  const here = await portal(TIMEOUT);
  await expectUnread(await TokensView.open(page, here), here, new Observer(page, here.server, KEY), LATE);
});

test('the list is odd or long', RULES, async ({ page, portal }) => {
  const here = await portal({ emulatorArgs: ['--sample-tokens'] });
  const observer = new Observer(page, here.server, KEY);
  const view = await TokensView.open(page, here);
  const heading = page.getByRole('heading', { name: /active tokens?/ });
  observer.start();
  const odd = [
    null,
    17,
    'text',
    [],
    {},
    { id: 'nine' },
    { id: 9, name: 17, client_user: [], exp_date: 'soon' },
    { id: 10, name: 'plain' },
  ];
  here.server.fail(LISTED, { kind: 'answer', status: 200, body: JSON.stringify(odd) });
  await view.show.click();
  await expect(heading).toHaveText('2 active tokens');
  await expect(view.table.getByRole('button', { name: 'Details of plain' })).toBeVisible();
  section.note(SHOWN.odd, await observer.end());

  observer.start();
  const long = Array.from({ length: 20_000 }, (_, at) => ({
    id: at + 1,
    name: `token ${at + 1}`,
    description: 'x'.repeat(460),
    exp_date: null,
  }));
  here.server.fail(LISTED, { kind: 'answer', status: 200, body: JSON.stringify(long) });
  await view.refresh.click();
  await expect(heading).toHaveText('20000 active tokens');
  // Not all at once.
  expect(await view.table.getByRole('row').count()).toBeLessThan(250);
  section.note(SHOWN.long, await observer.end());
});

test('a token can not be revoked', RULES, async ({ page, portal }) => {
  // One test of many cases.
  test.setTimeout(90_000);
  const here = await portal(TIMEOUT);
  const observer = new Observer(page, here.server, KEY);
  const view = await TokensView.open(page, here);
  await view.show.click();
  await expect(view.table).toBeVisible();
  const names = [...TOKENS];
  for (const { title, fault, says, announced, requests } of DELETE) {
    await test.step(title, async () => {
      const [name = ''] = names;
      const looked = page.waitForResponse(/\/tokens\/\d+$/);
      await view.table.getByRole('button', { name: `Revoke ${name}`, exact: true }).click();
      await looked;
      observer.start();
      here.server.fail(DELETED, fault);
      await view.dialog.getByRole('button', { name: 'Revoke token', exact: true }).click();
      if (says) {
        await expect(view.dialog.getByRole('heading')).toHaveText(`${name} was not revoked`);
        await expect(view.dialog).toContainText(says);
        expect(observer.requests()).toEqual(requests);
        section.note(title, await observer.end(await dialogWords(view.dialog)));
        await view.dialog.getByRole('button', { name: 'Close', exact: true }).click();
        await expect(view.dialog).toHaveCount(0);
        await expect(view.table.getByRole('button', { name: `Revoke ${name}`, exact: true })).toBeVisible();
      } else {
        await expect(page.getByRole('status')).toHaveText(announced ?? '');
        await expect(view.dialog).toHaveCount(0);
        await expect(view.table.getByRole('button', { name: `Revoke ${name}`, exact: true })).toHaveCount(0);
        expect(observer.requests()).toEqual(requests);
        section.note(title, await observer.end());
        names.shift();
      }
    });
  }
});

/** What the dialog says, without the facts about the token. */
const dialogWords = async (dialog: Locator): Promise<string> =>
  `${await dialog.getByRole('heading').innerText()}: ${await dialog.getByRole('paragraph').first().innerText()}`;

test('the table lists these cases and no others', RULES, () => section.expectListed());

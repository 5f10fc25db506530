import type { Page } from '@playwright/test';
import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { PAGE_SIZE } from '../../../testing/facts.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { listing } from '../../support/listing.ts';
import type { ApiAnswer, Fault } from '../../support/portal-server.ts';
import { LISTED, LOOKED_UP } from '../../support/requests.ts';
import { expect, type Portal, RULES, test } from '../../support/test.ts';
import { Observer } from './observer.ts';
import { Section } from './table.ts';

const KEY = KEYS.Administrators;
const ONCE = { ...LISTED, times: 1 };
const SAMPLES = ['--sample-tokens'];
const HTML = { 'content-type': 'text/html' };
const PATIENCE = 2;

interface Unread {
  title: string;
  fault: Fault;
  says: (string | RegExp)[];
}

const NO_ANSWER = /No answer came from/;
const UNUSUAL = /sent an unexpected answer \(status 200\)/;
const LOGIN = /A login page seems to have answered instead of the service.*Then try again/;
const FAILED = /internal error \(status 5\d\d\)/;
const answer = (given: ApiAnswer): Fault => ({ kind: 'answer', ...given });

const UNREAD: Unread[] = [
  {
    title: 'List: 401',
    fault: answer({ status: 401, body: '{"message":"Token is not known"}' }),
    says: [/does not accept this API key/, 'Token is not known'],
  },
  {
    title: 'List: 403',
    fault: answer({ status: 403, body: '{"message":"Administrators only"}' }),
    says: [/not have permission to do this \(status 403\)\. The tokens could not be loaded/, 'Administrators only'],
  },
  { title: 'List: 404', fault: answer({ status: 404 }), says: [/does not know this Account ID/] },
  {
    title: 'List: 429, with a time to wait',
    fault: answer({ status: 429, headers: { 'retry-after': '17' } }),
    says: [/Too many requests.*The tokens could not be loaded\. Wait 17 seconds/],
  },
  {
    title: 'List: 500, a web page',
    fault: answer({ status: 500, body: '<title>Oops</title>', headers: HTML }),
    says: [FAILED, 'Oops'],
  },
  { title: 'List: 503', fault: answer({ status: 503 }), says: [FAILED] },
  { title: 'List: the connection ends before any answer', fault: { kind: 'refuse' }, says: [NO_ANSWER] },
  { title: 'List: the connection ends in the middle', fault: { kind: 'cut' }, says: [NO_ANSWER] },
  { title: 'List: a redirect', fault: answer({ status: 302, headers: { location: '/gcore/iam/elsewhere' } }), says: [LOGIN] },
  { title: 'List: 200, an object', fault: answer({ status: 200, body: '{"tokens":[]}' }), says: [UNUSUAL] },
  {
    title: 'List: 200, a login page',
    fault: answer({ status: 200, body: '<title>Sign in</title>', headers: HTML }),
    says: [LOGIN],
  },
  { title: 'List: 200, no body', fault: answer({ status: 200 }), says: [UNUSUAL] },
  {
    title: 'List: 200, JSON that is cut off',
    fault: answer({ status: 200, body: '[{"id":1,"name":"a"},{"id":2' }),
    says: [UNUSUAL],
  },
  {
    title: 'List: 200, 10 MB of a web page',
    fault: answer({ status: 200, body: '<p>text</p>'.repeat(950_000), headers: HTML }),
    says: [LOGIN],
  },
  {
    title: 'List: 500, 10 MB of text',
    fault: answer({ status: 500, body: 'Trace '.repeat(1_700_000), headers: HTML }),
    says: [FAILED],
  },
];

const LATE: Unread = { title: 'List: no answer in time', fault: { kind: 'silence' }, says: [`within ${PATIENCE} seconds`] };

const SHOWN = {
  odd: 'List: 200, entries of odd shapes among the tokens',
  long: 'List: 200, 10 MB of tokens',
  kept: 'List: 500 when it is read again',
} as const;

const section = new Section('list', [...[...UNREAD, LATE].map(({ title }) => title), ...Object.values(SHOWN)]);

/** The fields filled in, and no list shown yet. */
const openFilled = async (page: Page, here: Portal): Promise<TokensPage> => {
  // Otherwise the list would be read by itself.
  here.server.fail({ ...LOOKED_UP, times: 1 }, { kind: 'answer', status: 503 });
  const tokens = await TokensPage.open(page, here);
  await tokens.apiKey.fill(KEY);
  await tokens.account.fill(String(ACCOUNT));
  await expect(page.getByText('The account is not known yet.')).toBeVisible();
  return tokens;
};

/** The list can't be read, is asked for once, and what was typed stays. */
const expectUnread = async (
  tokens: TokensPage,
  here: Portal,
  observer: Observer,
  { title, fault, says }: Unread,
): Promise<void> => {
  observer.start();
  here.server.fail(ONCE, fault);
  await tokens.showTokens.click();
  await tokens.errors.expectShown();
  await tokens.errors.expectSays(...says);
  await expect(tokens.apiKey).toHaveValue(KEY);
  await expect(tokens.account).toHaveValue(String(ACCOUNT));
  await expect(tokens.table).toHaveCount(0);
  expect(observer.requests()).toEqual({ GET: 1 });
  section.note(title, await observer.end());
};

test('the list can not be read', RULES, async ({ page, portal }) => {
  // One test of many cases.
  test.setTimeout(90_000);
  const here = await portal({ emulatorArgs: SAMPLES });
  const observer = new Observer(page, here.server, KEY);
  const tokens = await openFilled(page, here);
  for (const unread of UNREAD) await test.step(unread.title, () => expectUnread(tokens, here, observer, unread));
  // Once it can be, it is shown, and stays when it can't be any more.
  await tokens.showTokens.click();
  await expect(tokens.table).toBeVisible();
  await tokens.errors.expectGone();
  observer.start();
  here.server.fail(ONCE, { kind: 'answer', status: 500 });
  await tokens.refresh.click();
  await tokens.errors.expectShown();
  await tokens.errors.expectSays(FAILED);
  await expect(tokens.table).toBeVisible();
  expect(observer.requests()).toEqual({ GET: 1 });
  section.note(SHOWN.kept, await observer.end());
});

test('the list does not come in time', RULES, async ({ page, portal }) => {
  const here = await portal({ config: { timeoutSeconds: PATIENCE }, emulatorArgs: SAMPLES });
  await expectUnread(await openFilled(page, here), here, new Observer(page, here.server, KEY), LATE);
});

for (const { what, timeoutSeconds, faults } of [
  { what: 'fails', timeoutSeconds: 30, faults: UNREAD },
  { what: 'does not come in time', timeoutSeconds: PATIENCE, faults: [LATE] },
]) {
  test(`a refresh that ${what} says why, and keeps the list and its time`, RULES, async ({ page, portal }) => {
    // One test of many cases.
    test.setTimeout(90_000);
    const here = await portal({ config: { timeoutSeconds } });
    const tokens = await TokensPage.openList(page, here);
    const time = page.getByText(/^Last refreshed \d\d:\d\d$/);
    const read = await time.innerText();
    const names = await tokens.names();
    for (const { title, fault, says } of faults) {
      await test.step(title, async () => {
        here.server.fail(ONCE, fault);
        await tokens.refresh.click();
        await tokens.errors.expectShown();
        await tokens.errors.expectSays(...says);
        // The summary says it, and takes the focus: nothing says it a second time.
        await expect(tokens.announcement).toHaveText('');
        expect(await tokens.names()).toEqual(names);
        await expect(time).toHaveText(read);
      });
    }
    await tokens.reread();
    await tokens.errors.expectGone();
  });
}

test('a list with odd entries, and one of 10 MB, is shown all the same', RULES, async ({ page, portal }) => {
  const here = await portal({ emulatorArgs: SAMPLES });
  const observer = new Observer(page, here.server, KEY);
  const tokens = await openFilled(page, here);
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
  here.server.fail(ONCE, listing(odd));
  await tokens.showTokens.click();
  await expect(tokens.counted).toHaveText('2 active tokens');
  await expect(tokens.details('plain')).toBeVisible();
  section.note(SHOWN.odd, await observer.end());

  observer.start();
  const long = Array.from({ length: 20_000 }, (_, at) => ({
    id: at + 1,
    name: `token ${at + 1}`,
    description: 'x'.repeat(460),
    exp_date: null,
  }));
  here.server.fail(ONCE, listing(long));
  await tokens.refresh.click();
  await expect(tokens.counted).toHaveText('20,000 active tokens');
  // Not all at once.
  expect(await tokens.table.getByRole('row').count()).toBeLessThan(2.5 * PAGE_SIZE);
  section.note(SHOWN.long, await observer.end());
});

test('the table lists these cases and no others', RULES, () => section.expectListed());

import type { Page } from '@playwright/test';
import { HOLDERS, KEYS } from '../../../testing/emulator.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { RevokeDialog } from '../../pages/revoke-dialog.ts';
import { CHECK_FIRST, type Finding } from '../../pages/unconfirmed-region.ts';
import type { Fault } from '../../support/portal-server.ts';
import { hold } from '../../support/hold.ts';
import { LISTED, POSTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { expect, type Portal, RULES, test } from '../../support/test.ts';

const NAME = 'perhaps <b>made</b>';
/** A token that the emulator starts with, made weeks ago. */
const OLD_NAME = 'Build pipeline';

const LOGIN_PAGE = { status: 200, body: '<title>Sign in</title>', headers: { 'content-type': 'text/html' } };

/** Ends that tell nothing, as they are when the service did nothing and when it made the token. */
const OUTCOMES: { what: string; nothingMade: Fault; made: Fault; lookedUp?: boolean }[] = [
  { what: 'no answer in time', nothingMade: { kind: 'silence' }, made: { kind: 'delay', milliseconds: 1_500 } },
  { what: 'a connection that ends', nothingMade: { kind: 'refuse' }, made: { kind: 'cut' }, lookedUp: true },
  {
    what: 'a 502 of a proxy',
    nothingMade: { kind: 'answer', status: 502 },
    made: { kind: 'rewrite', change: () => ({ status: 502, body: '<h1>Bad Gateway</h1>' }) },
  },
  {
    what: 'a login page',
    nothingMade: { kind: 'answer', ...LOGIN_PAGE },
    made: { kind: 'rewrite', change: () => LOGIN_PAGE },
    lookedUp: true,
  },
  {
    what: 'a 201 without the token',
    nothingMade: { kind: 'answer', status: 201, body: '{}' },
    made: {
      kind: 'rewrite',
      change: ({ body }) => ({ status: 201, body: JSON.stringify({ ...(JSON.parse(body) as object), token: null }) }),
    },
  },
];

const openFilled = async (page: Page, here: Portal, { name = NAME, listed = false } = {}): Promise<CreatePage> => {
  if (!listed) here.server.fail({ ...LISTED, times: 1 }, { kind: 'answer', status: 503 });
  const create = await CreatePage.open(page, here);
  const answered = page.waitForResponse(LISTED.path);
  await create.fill({ name });
  await create.lookUpAccount();
  await answered;
  await settled(page);
  return create;
};

/** Creates a token whose confirmation goes wrong like this, and waits for what the account's list says about it. */
const createUnconfirmed = async (
  create: CreatePage,
  here: Portal,
  fault: Fault,
  finding: Finding,
  list?: Fault,
): Promise<void> => {
  here.server.fail({ ...POSTED, times: 1 }, fault);
  if (list) here.server.fail({ ...LISTED, times: 1 }, list);
  await create.create.click();
  await create.errors.expectShown();
  await create.unconfirmed.expectFinding(finding);
};

/** Create token leads to the open question and sends nothing. */
const expectHeldBack = async (here: Portal, create: CreatePage): Promise<void> => {
  const before = here.server.requests(POSTED).length;
  await create.create.click();
  await expect(create.unconfirmed.region).toBeFocused();
  await expect(create.announcement).toHaveText(CHECK_FIRST);
  await create.name.press('Enter');
  await expect(create.unconfirmed.region).toBeFocused();
  expect(here.server.requests(POSTED)).toHaveLength(before);
};

for (const { what, nothingMade, made, lookedUp = false } of OUTCOMES) {
  test(`after ${what} the account's list decides, and one token comes of it all`, RULES, async ({ page, portal }) => {
    const here = await portal({ config: { timeoutSeconds: 1 } });
    const create = await openFilled(page, here, { listed: lookedUp });

    await createUnconfirmed(create, here, nothingMade, 'nothing');
    await expect(create.unconfirmed.region).toContainText(NAME);
    await expect(create.unconfirmed.revoke(NAME)).toHaveCount(0);
    await create.expectKept({ name: NAME });
    expect(await here.emulator.named(NAME)).toEqual({ working: 0, deleted: 0 });

    await createUnconfirmed(create, here, made, 'found');
    await expectHeldBack(here, create);
    expect(await here.emulator.named(NAME)).toEqual({ working: 1, deleted: 0 });
    const id = (await here.emulator.tokens()).find((token) => token.name === NAME)?.id;
    await expect(create.unconfirmed.region.getByRole('definition').first()).toHaveText(String(id));

    await create.unconfirmed.revokeAndConfirm(NAME);
    await create.unconfirmed.expectFinding('revoked');
    await create.errors.expectGone();
    expect(here.server.requests({ method: 'DELETE' }).map(({ path }) => path.split('/').at(-1))).toEqual([String(id)]);
    expect(await here.emulator.named(NAME)).toEqual({ working: 0, deleted: 1 });

    const result = await create.submit();
    await create.unconfirmed.expectGone();
    expect((await here.emulator.whoAmI(await result.readToken())).status).toBe(200);
    expect(await here.emulator.named(NAME)).toEqual({ working: 1, deleted: 1 });
    expect(here.server.requests(POSTED)).toHaveLength(3);
  });
}

const UNREADABLE: Record<string, Fault> = {
  'is refused': { kind: 'answer', status: 403, body: '{"message":"No."}' },
  'fails': { kind: 'answer', status: 500 },
  'is cut': { kind: 'cut' },
  'is a web page': { kind: 'answer', ...LOGIN_PAGE },
  'does not come': { kind: 'silence' },
};

test('a list that can not be read leaves the question open until it can', RULES, async ({ page, portal }) => {
  const here = await portal({ config: { timeoutSeconds: 1 } });
  const create = await openFilled(page, here);
  await createUnconfirmed(create, here, { kind: 'cut' }, 'unreadable', { kind: 'refuse' });
  await expectHeldBack(here, create);

  for (const [what, fault] of Object.entries(UNREADABLE)) {
    await test.step(`the list ${what}`, async () => {
      const searches = here.server.requests(LISTED).length;
      here.server.fail({ ...LISTED, times: 1 }, fault);
      await create.unconfirmed.lookAgain.click();
      await expect.poll(() => here.server.requests(LISTED).length).toBe(searches + 1);
      await create.unconfirmed.expectFinding('unreadable');
    });
  }
  await expectHeldBack(here, create);

  // What is typed meanwhile is for another token; the question is about the last one.
  await create.name.fill('something else');
  await create.unconfirmed.lookAgain.click();
  await create.unconfirmed.expectFinding('found');
  await expect(create.unconfirmed.region).not.toContainText('something else');
  await create.unconfirmed.revokeAndConfirm(NAME);
  await create.unconfirmed.expectFinding('revoked');
  expect(await here.emulator.named(NAME)).toEqual({ working: 0, deleted: 1 });
});

test('presses while the search is on its way lead to it and send nothing', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await openFilled(page, here);
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'cut' });
  const search = await hold(page, LISTED, 'answer');
  await create.create.click();
  await search.arrived();
  await expect(create.unconfirmed.looking).toBeVisible();
  await expectHeldBack(here, create);
  search.release();
  await create.unconfirmed.expectFinding('found');
  expect(await here.emulator.named(NAME)).toEqual({ working: 1, deleted: 0 });
});

test('a found token that can not be revoked stays found, and the page says why', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await openFilled(page, here);
  await createUnconfirmed(create, here, { kind: 'cut' }, 'found');
  here.server.fail({ method: 'DELETE', times: 1 }, { kind: 'answer', status: 500 });
  await create.unconfirmed.revokeAndConfirm(NAME);
  const dialog = new RevokeDialog(page);
  await dialog.expectOpen(`${NAME} was not revoked`);
  await expect(dialog.dialog).toContainText(/The answer \(status 500\) doesn’t confirm that it was revoked/);
  await dialog.close.click();
  await expect(create.announcement).toHaveText('The token was not revoked');
  await expectHeldBack(here, create);
  await create.unconfirmed.revoke(NAME).click();
  await dialog.confirm.dblclick();
  await create.unconfirmed.expectFinding('revoked');
  expect(await here.emulator.named(NAME)).toEqual({ working: 0, deleted: 1 });
});

test('each way on closes the question and leads back to the button', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await openFilled(page, here);
  const ways = [
    { fault: { kind: 'cut' }, list: undefined, finding: 'found', way: create.unconfirmed.keepAndGoOn },
    { fault: { kind: 'refuse' }, list: { kind: 'refuse' }, finding: 'unreadable', way: create.unconfirmed.goOnWithoutKnowing },
  ] as const;
  for (const { fault, list, finding, way } of ways) {
    await createUnconfirmed(create, here, fault, finding, list);
    await way.click();
    await create.unconfirmed.expectGone();
    await create.errors.expectGone();
    await expect(create.create).toBeFocused();
  }
  await create.name.fill('another');
  await createUnconfirmed(create, here, { kind: 'refuse' }, 'nothing');
  await create.unconfirmed.backToForm.click();
  await create.unconfirmed.expectGone();
  await create.submit();
  expect(await here.emulator.named('another')).toEqual({ working: 1, deleted: 0 });
});

test('a token of the same name that was there before is not taken for the unconfirmed one', RULES, async ({ page, portal }) => {
  const here = await portal({ emulatorArgs: ['--sample-tokens'] });
  expect(await here.emulator.named(OLD_NAME)).toEqual({ working: 1, deleted: 0 });
  let create = await openFilled(page, here, { name: OLD_NAME });

  await test.step('one made long ago, where the list could not be read before', async () => {
    await createUnconfirmed(create, here, { kind: 'refuse' }, 'nothing');
  });

  await test.step('one made just now, that was in the list', async () => {
    await create.name.fill(NAME);
    await (await create.submit()).finish();
    create = await openFilled(page, here, { listed: true });
    await createUnconfirmed(create, here, { kind: 'refuse' }, 'nothing');
  });

  await test.step('nor is the unconfirmed one taken for that', async () => {
    await createUnconfirmed(create, here, { kind: 'cut' }, 'found');
    await expect(create.unconfirmed.revoke(NAME)).toHaveCount(1);
    await create.unconfirmed.revokeAndConfirm(NAME);
    await create.unconfirmed.expectFinding('revoked');
    expect(await here.emulator.named(NAME)).toEqual({ working: 1, deleted: 1 });
  });
});

for (const [what, sent, change] of [
  ['composed letters', 'A\u{308}rger', (name: string) => name.normalize('NFC')],
  ['letters taken apart', 'Zürich', (name: string) => name.normalize('NFD')],
  ['nothing that nobody sees', 'ci\u{200b}-prod', (name: string) => name.replace('\u{200b}', '')],
] as const) {
  test(`a token whose name the service keeps with ${what} is found all the same`, RULES, async ({ page, portal }) => {
    const here = await portal();
    const create = await openFilled(page, here, { name: sent, listed: true });
    await createUnconfirmed(create, here, { kind: 'cut' }, 'found', {
      kind: 'rewrite',
      change: (answer) => ({ ...answer, body: answer.body.replace(JSON.stringify(sent).slice(1, -1), change(sent)) }),
    });
    await expectHeldBack(here, create);
  });
}

for (const role of ['Engineers', 'Users'] as const) {
  test(`a key of ${role}, which sees only its owner’s, does not call the token not made`, RULES, async ({ page, portal }) => {
    const here = await portal();
    const create = await openFilled(page, here, { listed: true });
    await createUnconfirmed(create, here, { kind: 'cut' }, 'found');
    await create.access.enterKey(KEYS[role]);
    await create.lookUpAccount(HOLDERS[role]);
    await create.unconfirmed.lookAgain.click();
    await expect(create.unconfirmed.region).toContainText('This API key might not be able to see the token.');
    await expect(create.unconfirmed.region).toContainText('This is not known yet. Look again with the right API key');
    await expectHeldBack(here, create);
    await create.access.enterKey(KEYS.Administrators);
    await create.lookUpAccount();
    await create.unconfirmed.lookAgain.click();
    await create.unconfirmed.expectFinding('found');
    await expect(create.unconfirmed.region).not.toContainText('This API key might not be able to see the token.');
  });
}

test('whoever looks again without a key is told that it is missing', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await openFilled(page, here, { listed: true });
  await createUnconfirmed(create, here, { kind: 'cut' }, 'found');
  await create.forgetKey.click();
  await create.unconfirmed.lookAgain.click();
  await create.errors.expectSays('Enter your API key');
});

test('an administrator’s key finds the token that another key asked for', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill({ key: KEYS.Engineers, name: NAME, role: 'Users' });
  await create.lookUpAccount(HOLDERS.Engineers);
  await settled(page);
  await createUnconfirmed(create, here, { kind: 'cut' }, 'found');
  await create.access.enterKey(KEYS.Administrators);
  await create.lookUpAccount();
  await create.unconfirmed.lookAgain.click();
  await create.unconfirmed.expectFinding('found');
});

test('a list that was asked for before and read after the token was made does not hide it', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'rewrite', change: () => ({ status: 502 }) });
  const list = await hold(page, LISTED);
  const creation = await hold(page, { ...POSTED, path: LISTED.path }, 'answer');
  await create.fill({ name: NAME });
  await create.lookUpAccount();
  await list.arrived();
  await create.create.click();
  await creation.arrived();
  const listed = page.waitForResponse((response) => response.request().method() === 'GET' && LISTED.path.test(response.url()));
  list.release();
  await listed;
  await settled(page);
  await expect(create.create).toHaveAttribute('aria-disabled', 'true');
  creation.release();
  await create.unconfirmed.expectFinding('found');
});

test('an unconfirmed token that was kept is not taken for the next one', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await openFilled(page, here);
  await createUnconfirmed(create, here, { kind: 'cut' }, 'found');
  await create.unconfirmed.keepAndGoOn.click();
  await createUnconfirmed(create, here, { kind: 'refuse' }, 'nothing');
});

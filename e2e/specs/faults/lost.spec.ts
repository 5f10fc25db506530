import { CreatePage } from '../../pages/create-page.ts';
import type { Fault } from '../../support/portal-server.ts';
import { expect, type Portal, RULES, test } from '../../support/test.ts';

const POSTED = { method: 'POST' } as const;
const LISTED = { method: 'GET', path: /\/tokens$/ } as const;
const NAME = 'perhaps <b>made</b>';

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
    made: { kind: 'rewrite', change: ({ body }) => ({ status: 201, body: JSON.stringify({ ...(JSON.parse(body) as object), token: null }) }) },
  },
];

/** Create token leads to the open question and sends nothing. */
const expectHeldBack = async (here: Portal, create: CreatePage): Promise<void> => {
  const before = here.server.requests(POSTED).length;
  await create.create.click();
  await expect(create.lost.region).toBeFocused();
  await expect(create.announcement).toHaveText('Settle first whether the last token was created');
  await create.name.press('Enter');
  await expect(create.lost.region).toBeFocused();
  expect(here.server.requests(POSTED)).toHaveLength(before);
};

for (const { what, nothingMade, made, lookedUp = false } of OUTCOMES) {
  test(`after ${what} the account's list decides, and one token comes of it all`, RULES, async ({ page, portal }) => {
    const here = await portal({ config: { timeoutSeconds: 1 } });
    const create = await CreatePage.open(page, here);
    await create.fill({ name: NAME });
    if (lookedUp) {
      const listed = page.waitForResponse(LISTED.path);
      await create.lookUp.click();
      await listed;
    }

    here.server.fail({ ...POSTED, times: 1 }, nothingMade);
    await create.create.click();
    await create.errors.expectShown();
    await create.lost.expectVerdict('not made');
    await expect(create.lost.region).toContainText(NAME);
    await expect(create.lost.revoke(NAME)).toHaveCount(0);
    await create.expectKept({ name: NAME });
    expect(await here.emulator.named(NAME)).toEqual({ working: 0, deleted: 0 });

    here.server.fail({ ...POSTED, times: 1 }, made);
    await create.create.click();
    await create.errors.expectShown();
    await create.lost.expectVerdict('made');
    await expectHeldBack(here, create);
    expect(await here.emulator.named(NAME)).toEqual({ working: 1, deleted: 0 });
    const id = (await here.emulator.tokens()).find((token) => token.name === NAME)?.id;
    await expect(create.lost.region.getByRole('definition').first()).toHaveText(String(id));

    await create.lost.revoke(NAME).click();
    await create.lost.expectVerdict('not made');
    await create.errors.expectGone();
    expect(here.server.requests({ method: 'DELETE' }).map(({ path }) => path.split('/').at(-1))).toEqual([String(id)]);
    expect(await here.emulator.named(NAME)).toEqual({ working: 0, deleted: 1 });

    const result = await create.submit();
    await create.lost.expectGone();
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
  const create = await CreatePage.open(page, here);
  await create.fill({ name: NAME });
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'cut' });
  here.server.fail({ ...LISTED, times: 1 }, { kind: 'refuse' });
  await create.create.click();
  await create.lost.expectVerdict('not known');
  await expectHeldBack(here, create);

  for (const [what, fault] of Object.entries(UNREADABLE)) {
    await test.step(`the list ${what}`, async () => {
      const searches = here.server.requests(LISTED).length;
      here.server.fail({ ...LISTED, times: 1 }, fault);
      await create.lost.lookAgain.click();
      await expect.poll(() => here.server.requests(LISTED).length).toBe(searches + 1);
      await create.lost.expectVerdict('not known');
    });
  }
  await expectHeldBack(here, create);

  // What is typed meanwhile is another order; the question is about the last one.
  await create.name.fill('something else');
  await create.lost.lookAgain.click();
  await create.lost.expectVerdict('made');
  await expect(create.lost.region).not.toContainText('something else');
  await create.lost.revoke(NAME).click();
  await create.lost.expectVerdict('not made');
  expect(await here.emulator.named(NAME)).toEqual({ working: 0, deleted: 1 });
});

test('presses while the search is on its way lead to it and send nothing', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill({ name: NAME });
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'cut' });
  here.server.fail(LISTED, { kind: 'delay', milliseconds: 1_000 });
  await create.create.click();
  await expect(create.lost.region).toContainText('Looking for a new token');
  await expectHeldBack(here, create);
  await create.lost.expectVerdict('made');
  expect(await here.emulator.named(NAME)).toEqual({ working: 1, deleted: 0 });
});

test('a found token that can not be revoked stays found, and the page says why', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill({ name: NAME });
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'cut' });
  await create.create.click();
  await create.lost.expectVerdict('made');
  here.server.fail({ method: 'DELETE', times: 1 }, { kind: 'answer', status: 500 });
  await create.lost.revoke(NAME).click();
  await create.errors.expectShown();
  await create.errors.expectSays(/did not confirm it \(status 500\)/);
  await expect(create.announcement).toHaveText('The token was not revoked');
  await expectHeldBack(here, create);
  await create.lost.revoke(NAME).dblclick();
  await create.lost.expectVerdict('not made');
  expect(await here.emulator.named(NAME)).toEqual({ working: 0, deleted: 1 });
});

test('each way on closes the question and leads back to the button', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill({ name: NAME });
  const ways = [
    { fault: { kind: 'cut' }, list: undefined, verdict: 'made', way: create.lost.keepAndGoOn },
    { fault: { kind: 'refuse' }, list: { kind: 'refuse' }, verdict: 'not known', way: create.lost.goOnWithoutKnowing },
  ] as const;
  for (const { fault, list, verdict, way } of ways) {
    here.server.fail({ ...POSTED, times: 1 }, fault);
    if (list) here.server.fail({ ...LISTED, times: 1 }, list);
    await create.create.click();
    await create.lost.expectVerdict(verdict);
    await way.click();
    await create.lost.expectGone();
    await create.errors.expectGone();
    await expect(create.create).toBeFocused();
  }
  await create.name.fill('another');
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'refuse' });
  await create.create.click();
  await create.lost.expectVerdict('not made');
  await create.lost.backToForm.click();
  await create.lost.expectGone();
  await create.submit();
  expect(await here.emulator.named('another')).toEqual({ working: 1, deleted: 0 });
});

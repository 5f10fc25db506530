import { KEYS } from '../../../testing/emulator.ts';
import { CreatePage } from '../../pages/create-page.ts';
import type { Fault } from '../../support/portal-server.ts';
import { LISTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { expect, RULES, test } from '../../support/test.ts';


test('a name that a working token has is warned about and not forbidden', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill({ name: 'twice' });
  const first = await create.submit();
  const [id = ''] = (await first.readToken()).split('_');
  const receipt = await first.finish();

  // The form that keeps the name reads the list anew.
  await receipt.createAnotherLikeThis.click();
  await expect(create.nameTaken).toHaveText(new RegExp(`\\(Token ID ${id}\\)`));
  for (const [name, taken] of [
    ['twic', 0],
    ['Twice', 0],
    ['', 0],
    ['  twice ', 1],
  ] as const) {
    await create.name.fill(name);
    await expect(create.nameTaken, name).toHaveCount(taken);
  }
  await expect(create.name).not.toHaveAttribute('aria-invalid');
  const second = await create.submit();
  const [again = ''] = (await second.readToken()).split('_');
  expect(again).not.toBe(id);

  // What is revoked takes no name.
  await second.revokeAndConfirm();
  await expect(second.revokedHeading).toBeVisible();
  const listed = page.waitForResponse(LISTED.path);
  await second.createAnotherLikeThis.click();
  await listed;
  await expect(create.nameTaken).toHaveText(new RegExp(`\\(Token ID ${id}\\)`));
});

test('a look-up reads the list once, and only names of tokens that still work count', RULES, async ({ page, portal }) => {
  const here = await portal({ emulatorArgs: ['--sample-tokens'] });
  const tokens = await here.emulator.tokens();
  const working = tokens.filter(({ expired, deleted }) => !expired && !deleted).map(({ name }) => name);
  const ended = tokens.filter(({ expired, deleted }) => expired || deleted).map(({ name }) => name);
  expect(Math.min(working.length, ended.length)).toBeGreaterThan(2);
  const create = await CreatePage.open(page, here);
  await create.apiKey.fill(KEYS.Administrators);
  const listed = page.waitForResponse(LISTED.path);
  await create.lookUpAccount();
  await listed;
  for (const name of working.slice(0, 3)) {
    await create.name.fill(name);
    await expect(create.nameTaken, name).toBeVisible();
  }
  for (const name of ended.filter((name) => !working.includes(name)).slice(0, 3)) {
    await create.name.fill(name);
    await expect(create.nameTaken, name).toHaveCount(0);
  }
  expect(here.server.requests(LISTED)).toHaveLength(1);

  // Another key may belong to another account, of which nothing is known yet.
  const [name = ''] = working;
  await create.name.fill(name);
  await expect(create.nameTaken).toBeVisible();
  await create.access.enterKey(KEYS.Users);
  await expect(create.nameTaken).toHaveCount(0);
});

const UNREADABLE: Record<string, Fault> = {
  'is refused': { kind: 'answer', status: 403, body: '{"message":"You do not have permission to perform this action."}' },
  fails: { kind: 'answer', status: 500 },
  'is cut': { kind: 'cut' },
  'is no list': { kind: 'answer', status: 200, body: '{"tokens":"none"}' },
};

test('nothing is said where the list can not be read, and the token is made all the same', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  here.server.fail({ ...LISTED, times: 1 }, { kind: 'answer', status: 500 });
  await create.fill({ name: 'unwarned' });
  await create.lookUpAccount();
  for (const [what, fault] of Object.entries(UNREADABLE)) {
    await test.step(`the list ${what}`, async () => {
      here.server.fail({ ...LISTED, times: 1 }, fault);
      await create.access.unfold();
      const asked = page.waitForRequest(LISTED.path);
      await create.lookUp.click();
      await (await asked).response();
      await settled(page);
      await expect(create.nameTaken).toHaveCount(0);
      await create.errors.expectGone();
      await expect(create.announcement).toHaveText(/^Account \d+ found$/);
    });
  }
  await create.submit();
  expect(here.server.requests(LISTED)).toHaveLength(1 + Object.keys(UNREADABLE).length);
});

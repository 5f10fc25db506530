import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { hold } from '../../support/hold.ts';
import { DELETED, LISTED, READ_ONE } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { expect, RULES, test } from '../../support/test.ts';

const NEW = 'for revoking';

test('the dialog says what revoking breaks, and when the service last saw the token used', async ({ page, portal }) => {
  const here = await portal();
  const { id, token } = await here.emulator.make(NEW, { role: 'Engineers' });
  const tokens = await TokensPage.openList(page, here);
  await tokens.expectRow(NEW, { 'Last used': 'Never used' });
  await here.emulator.whoAmI(token);

  const asked = page.waitForResponse(READ_ONE.path);
  await tokens.revoke(NEW).click();
  await tokens.dialog.expectOpen(`Revoke ${NEW}?`);
  await expect(tokens.dialog.dialog).toHaveAccessibleDescription(/stops working at once\. This can’t be undone\.$/);
  await expect(tokens.dialog.own).toHaveCount(0);
  await expect(tokens.dialog.fact('Token ID')).toHaveText(String(id));
  await expect(tokens.dialog.fact('Role')).toHaveText('Engineers');
  await asked;
  // The list is older than the last use.
  await expect(tokens.dialog.fact('Last used')).toHaveText(/^now \(/);
  expect(here.server.requests(DELETED)).toEqual([]);

  await tokens.dialog.confirm.click();
  await tokens.dialog.expectGone();
  await expect(tokens.announcement).toHaveText('Token revoked');
  await expect(tokens.counted).toBeFocused();
  await expect(tokens.counted).toHaveText('4 active tokens');
  await expect(tokens.row(NEW)).toHaveCount(0);
  expect(here.server.requests(DELETED).map(({ path }) => path)).toEqual([`/iam/v2/clients/${ACCOUNT}/tokens/${id}`]);
  expect(await here.emulator.whoAmI(token)).toMatchObject({ status: 401 });
  await tokens.filter('Deleted');
  await tokens.expectNames([NEW]);
});

test('Cancel has the focus first, and giving up leads back to the button and revokes nothing', async ({ page, portal }) => {
  const here = await portal();
  const { token } = await here.emulator.make(NEW);
  const tokens = await TokensPage.openList(page, here);
  for (const giveUp of ['Escape', 'Enter', 'Space'] as const) {
    await tokens.revoke(NEW).press('Enter');
    await expect(tokens.dialog.cancel).toBeFocused();
    await page.keyboard.press(giveUp);
    await tokens.dialog.expectGone();
    await expect(tokens.revoke(NEW)).toBeFocused();
  }
  // The focus stays in the dialog.
  await tokens.revoke(NEW).press('Enter');
  for (const key of ['Tab', 'Tab', 'Shift+Tab', 'Tab', 'Tab', 'Tab']) {
    await page.keyboard.press(key);
    const outside = await page.evaluate(
      () => document.activeElement !== document.body && !document.activeElement?.closest('dialog'),
    );
    expect(outside).toBe(false);
  }
  await page.keyboard.press('Escape');
  expect(here.server.requests(DELETED)).toEqual([]);
  expect(await here.emulator.whoAmI(token)).toMatchObject({ status: 200 });
});

test('news of the last use, heard while the dialog is open, take neither the way back nor the selection', async ({
  page,
  portal,
}) => {
  const here = await portal();
  const { token } = await here.emulator.make(NEW);
  const tokens = await TokensPage.openList(page, here);
  await tokens.select(NEW).check();
  await here.emulator.whoAmI(token);
  await tokens.revoke(NEW).press('Enter');
  await expect(tokens.dialog.fact('Last used')).toHaveText(/^now \(/);
  await page.keyboard.press('Escape');
  await tokens.dialog.expectGone();
  await tokens.expectRow(NEW, { 'Last used': 'now' });
  await expect(tokens.revoke(NEW)).toBeFocused();
  await expect(tokens.select(NEW)).toBeChecked();
});

test('a token that somebody else revoked first counts as gone, and the page says so', async ({ page, portal }) => {
  const here = await portal();
  const { id } = await here.emulator.make(NEW);
  const tokens = await TokensPage.openList(page, here);
  await tokens.revoke(NEW).click();
  await tokens.dialog.expectOpen(`Revoke ${NEW}?`);
  await here.emulator.revoke(id);
  await tokens.dialog.confirm.click();
  await tokens.dialog.expectGone();
  await expect(tokens.announcement).toHaveText('The token was already gone');
  await expect(tokens.row(NEW)).toHaveCount(0);
  await expect(tokens.counted).toBeFocused();
});

for (const [what, deletion, list] of [
  ['a web page in place of both', { status: 200, body: '<title>Sign in</title>' }, { status: 200, body: '<title>Sign in</title>' }],
  ['502, and then a web page that is not found', { status: 502 }, { status: 404, body: '<title>Not found</title>' }],
  ['404, and an error in place of the list', { status: 404 }, { status: 200, body: '{"error":"session"}' }],
  ['202, and a list of which an entry can’t be read', { status: 202, body: '{}' }, { status: 200, body: '[{"id":"?"}]' }],
] as const) {
  test(`nothing is called revoked after ${what}`, RULES, async ({ page, portal }) => {
    const here = await portal();
    await here.emulator.make(NEW);
    const tokens = await TokensPage.openList(page, here);
    await tokens.revoke(NEW).click();
    await tokens.dialog.expectOpen(`Revoke ${NEW}?`);
    here.server.fail({ ...DELETED, times: 1 }, { kind: 'answer', ...deletion });
    here.server.fail({ ...LISTED, times: 1 }, { kind: 'answer', ...list });
    await tokens.dialog.confirm.click();
    await expect(tokens.dialog.tryAgain).toBeVisible();
    await expect(tokens.dialog.dialog).toContainText('Not confirmed: it may still work.');
    await tokens.dialog.tryAgain.click();
    await tokens.dialog.expectGone();
    await expect(tokens.announcement).toHaveText('Token revoked');
    expect(await here.emulator.named(NEW)).toEqual({ working: 0, deleted: 1 });
  });
}

test('an answer about another token changes nothing in the dialog, and the one that was pressed is revoked', RULES, async ({
  page,
  portal,
}) => {
  const here = await portal();
  const { id } = await here.emulator.make(NEW);
  const other = await here.emulator.make('left alone');
  const tokens = await TokensPage.openList(page, here);
  const answer = { id: other.id, name: 'left alone', exp_date: null, deleted: true, last_usage: '2026-01-01' };
  here.server.fail({ ...READ_ONE, times: 1 }, { kind: 'answer', status: 200, body: JSON.stringify(answer) });
  const looked = page.waitForResponse(READ_ONE.path);
  await tokens.revoke(NEW).click();
  await looked;
  await settled(page);
  await tokens.dialog.expectOpen(`Revoke ${NEW}?`);
  await expect(tokens.dialog.fact('Token ID')).toHaveText(String(id));
  await expect(tokens.dialog.fact('Last used')).toHaveText('Never used');
  await tokens.dialog.confirm.click();
  await tokens.dialog.expectGone();
  expect(here.server.requests(DELETED).map(({ path }) => path.split('/').at(-1))).toEqual([String(id)]);
  expect(await here.emulator.named('left alone')).toEqual({ working: 1, deleted: 0 });
});

test('a token that was taken for gone and is still there is shown again by the next refresh', async ({ page, portal }) => {
  const here = await portal();
  await here.emulator.make(NEW);
  const tokens = await TokensPage.openList(page, here);
  // A proxy's own answer, of which the service knows nothing.
  here.server.fail({ ...DELETED, times: 1 }, { kind: 'answer', status: 204 });
  await tokens.revoke(NEW).click();
  await tokens.dialog.confirm.click();
  await tokens.dialog.expectGone();
  await expect(tokens.row(NEW)).toHaveCount(0);
  await tokens.reread();
  await tokens.expectRow(NEW, { Status: 'Active' });
  expect(await here.emulator.named(NEW)).toEqual({ working: 1, deleted: 0 });
});

test('going back while the dialog is open revokes nothing and leaves no dialog behind', async ({ page, portal }) => {
  const here = await portal();
  await here.emulator.make(NEW);
  const tokens = await TokensPage.openList(page, here);
  await tokens.filter('All');
  await tokens.revoke(NEW).click();
  await tokens.dialog.expectOpen(`Revoke ${NEW}?`);
  await page.goBack();
  await expect(tokens.status.getByRole('option', { selected: true })).toHaveText('Active');
  await page.keyboard.press('Escape');
  await tokens.dialog.expectGone();
  await page.evaluate(() => void (location.hash = '#create'));
  await expect(new CreatePage(page).heading).toBeFocused();
  expect(here.server.requests(DELETED)).toEqual([]);
});

test('one press deletes once, and the dialog stays until the answer is there', async ({ page, portal }) => {
  const here = await portal();
  await here.emulator.make(NEW);
  const held = await hold(page, DELETED);
  const tokens = await TokensPage.openList(page, here);
  await tokens.revoke(NEW).click();
  await tokens.dialog.confirm.press('Enter');
  await tokens.dialog.expectOpen(`Revoking ${NEW}…`);
  await expect(tokens.dialog.heading).toBeFocused();
  for (const key of ['Enter', 'Space', 'Escape', 'Escape', 'Enter']) await page.keyboard.press(key);
  await settled(page);
  await tokens.dialog.expectOpen(`Revoking ${NEW}…`);
  held.release();
  await tokens.dialog.expectGone();
  await expect(tokens.announcement).toHaveText('Token revoked');
  expect(here.server.requests(DELETED)).toHaveLength(1);
});

test('the very key that the page is signed in with is named as such before it is revoked', async ({ page, portal }) => {
  const here = await portal();
  const { id, token } = await here.emulator.make('my own', { role: 'Administrators' });
  const tokens = await TokensPage.openList(page, here, '#tokens', token);
  await tokens.revoke('demo user').click();
  await tokens.dialog.expectOpen('Revoke demo user?');
  await expect(tokens.dialog.own).toHaveCount(0);
  await tokens.dialog.cancel.click();
  await tokens.revoke('my own').click();
  await expect(tokens.dialog.own).toBeVisible();
  await expect(tokens.dialog.dialog).toHaveAccessibleDescription(/You are signed in with (this token|one of these tokens):/);
  await tokens.dialog.confirm.click();
  await tokens.dialog.expectGone();
  await expect(tokens.announcement).toHaveText('Token revoked');
  expect(await here.emulator.whoAmI(token)).toMatchObject({ status: 401 });
  expect(here.server.requests(DELETED).map(({ path }) => path)).toEqual([`/iam/v2/clients/${ACCOUNT}/tokens/${id}`]);

  // Nothing more can be done with it, and the page leads to where another one goes.
  await tokens.refresh.click();
  await tokens.errors.expectShown();
  await tokens.errors.expectFor(tokens.apiKey, /does not accept this API key/);
  await tokens.show(KEYS.Administrators);
  await tokens.errors.expectGone();
  await expect(tokens.row('my own')).toHaveCount(0);
});

test('a list that was read before a token was revoked does not bring it back', async ({ page, portal }) => {
  const here = await portal();
  await here.emulator.make(NEW);
  const tokens = await TokensPage.openList(page, here);
  const held = await hold(page, LISTED, 'answer');
  await tokens.refresh.click();
  await held.arrived();
  await tokens.revoke(NEW).click();
  await tokens.dialog.confirm.click();
  await expect(tokens.announcement).toHaveText('Token revoked');
  held.release();
  await expect(page.getByText(/^Last refreshed/)).toBeVisible();
  await expect(tokens.row(NEW)).toHaveCount(0);
  await expect(tokens.counted).toHaveText('4 active tokens');
});

test('a look at a token that is answered after it was revoked does not bring it back', async ({ page, portal }) => {
  const here = await portal();
  await here.emulator.make(NEW);
  const tokens = await TokensPage.openList(page, here);
  const held = await hold(page, READ_ONE, 'answer');
  await tokens.revoke(NEW).click();
  await held.arrived();
  await tokens.dialog.confirm.click();
  await expect(tokens.announcement).toHaveText('Token revoked');
  held.release();
  await settled(page);
  await expect(tokens.row(NEW)).toHaveCount(0);
  await expect(tokens.counted).toHaveText('4 active tokens');
});

test('a key that revokes itself counts as revoked once the service takes it no longer', RULES, async ({ page, portal }) => {
  const here = await portal();
  const { token } = await here.emulator.make('my own');
  const tokens = await TokensPage.openList(page, here, '#tokens', token);
  here.server.fail({ ...DELETED, times: 1 }, { kind: 'rewrite', change: () => ({ status: 502 }) });
  await tokens.revoke('my own').click();
  await tokens.dialog.confirm.click();
  await tokens.dialog.expectGone();
  await expect(tokens.announcement).toHaveText('Token revoked');
  expect(await here.emulator.whoAmI(token)).toMatchObject({ status: 401 });
});

test('a token made on the page is in the list at once and can be revoked there', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill({ name: NEW });
  await create.lookUpAccount();
  const result = await create.submit();
  const secret = await result.readToken();
  await result.finish();
  await create.toTokens.click();
  const tokens = new TokensPage(page);
  await tokens.expectRow(NEW, { Status: 'Active', 'Last used': 'Never used', Created: 'now', Expiration: 'in 90 days' });
  await tokens.revoke(NEW).click();
  await tokens.dialog.confirm.click();
  await expect(tokens.announcement).toHaveText('Token revoked');
  expect(await here.emulator.whoAmI(secret)).toMatchObject({ status: 401 });
});

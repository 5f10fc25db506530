import type { Page } from '@playwright/test';
import { CreatePage } from '../../pages/create-page.ts';
import type { ResultPage } from '../../pages/result-page.ts';
import { type ClipboardLock, lockClipboard, readClipboard } from '../../support/clipboard.ts';
import { KEYS } from '../../../testing/emulator.ts';
import { expect, type Portal, test } from '../../support/test.ts';

const COPIED = 'Token copied';
const BY_HAND = 'Could not copy the token. It is selected: press Ctrl+C, or ⌘C on a Mac.';

/** Makes a token, and stands where it is shown. */
const made = async (page: Page, here: Portal): Promise<{ create: CreatePage; result: ResultPage; token: string }> => {
  const create = await CreatePage.open(page, here);
  await create.fill();
  const result = await create.submit();
  return { create, result, token: await result.readToken() };
};

test.describe('with a clipboard', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('the button copies the token, shown or hidden', async ({ page, portal }) => {
    const { result, token } = await made(page, await portal());
    await page.evaluate(() => navigator.clipboard.writeText('something else'));
    await result.copy.click();
    await expect(result.announcement).toHaveText(COPIED);
    expect(await readClipboard(page)).toBe(token);

    await result.hide.click();
    await page.evaluate(() => navigator.clipboard.writeText('something else'));
    await result.copy.click();
    await expect.poll(() => readClipboard(page)).toBe(token);
    // Somebody hid it for a reason; copying needs no sight of it.
    await expect(result.token).not.toContainText(token);
  });

  for (const lock of ['refused', 'missing'] satisfies ClipboardLock[]) {
    test(`a clipboard that is ${lock} is reached the older way`, async ({ page, portal }) => {
      await lockClipboard(page, lock);
      const { result, token } = await made(page, await portal());
      await result.copy.click();
      await expect(result.announcement).toHaveText(COPIED);
      // Reading goes past the lock: pasted by hand into a field of another page.
      const other = await page.context().newPage();
      await other.goto(page.url());
      const name = new CreatePage(other).name;
      await name.focus();
      await name.press('ControlOrMeta+v');
      await expect(name).toHaveValue(token);
    });
  }
});

for (const lock of ['refused', 'missing'] satisfies ClipboardLock[]) {
  test(`where nothing copies (${lock}), the page says so and leaves the token selected`, async ({ page, portal }) => {
    await lockClipboard(page, lock, { olderWayToo: true });
    const { result, token } = await made(page, await portal());
    await result.copy.click();
    await expect(result.announcement).toHaveText(BY_HAND);
    expect(await result.selection()).toBe(token);
    await expect(page.getByText(COPIED)).toHaveCount(0);

    // What is hidden can't be selected, so it is shown for that.
    await result.hide.click();
    await expect(result.token).not.toContainText(token);
    await result.copy.click();
    await expect(result.token).toHaveText(token);
    await expect.poll(() => result.selection()).toBe(token);
  });
}

test('Hide and Show change what is seen and nothing else', async ({ page, portal }) => {
  const { result, token } = await made(page, await portal());
  const [id = ''] = token.split('_');
  await result.hide.click();
  await expect(result.token).not.toContainText(id);
  expect(await page.content()).not.toContain(token);
  await expect(result.show).toBeFocused();
  await result.show.click();
  await expect(result.token).toHaveText(token);
});

test('Verify tells whether the token works, is refused, or nobody answered', async ({ page, portal }) => {
  const here = await portal({ config: { timeoutSeconds: 1 } });
  const { result, token } = await made(page, here);
  const me = { path: /\/clients\/me$/ };
  const says = async (words: RegExp): Promise<void> => {
    await result.verify.click();
    await expect(result.announcement).toHaveText(words);
    await expect(page.getByText(words).first()).toBeVisible();
  };
  await says(/^The token works: it belongs to account 7350925\.$/);
  expect(here.server.requests(me).map(({ headers }) => headers.authorization)).toEqual([`APIKey ${token}`]);

  here.server.fail({ ...me, times: 1 }, { kind: 'answer', status: 401, body: '{"message":"Token is invalid or expired"}' });
  await says(/^The service does not accept the token yet/);
  here.server.fail({ ...me, times: 1 }, { kind: 'silence' });
  await says(/^No answer came, so it is not known/);
  here.server.fail({ ...me, times: 1 }, { kind: 'answer', status: 502, body: '<html>', headers: { 'content-type': 'text/html' } });
  await says(/^The service could not answer, so it is not known/);
  await says(/^The token works/);
  await expect(result.token).toHaveText(token);
});

test('Revoke deletes the token once, with the key that made it', async ({ page, portal }) => {
  const here = await portal();
  const { result, token } = await made(page, here);
  here.server.fail({ method: 'DELETE' }, { kind: 'delay', milliseconds: 300 });
  await result.revoke.dblclick();
  const revoked = page.getByRole('heading', { name: 'Token revoked', exact: true });
  await expect(revoked).toBeFocused();
  await expect(result.announcement).toHaveText('Token revoked');
  expect(await here.emulator.whoAmI(token)).toEqual({ status: 401, role: undefined });
  expect(await page.content()).not.toContain(token);
  await expect(page.getByRole('alert')).toHaveCount(0);

  const deletions = here.server.requests({ method: 'DELETE' });
  expect(deletions.map(({ headers }) => headers.authorization)).toEqual([`APIKey ${KEYS.Administrators}`]);
  await expect(page.getByRole('button', { name: 'Create another like this', exact: true })).toBeVisible();
});

test('a token that was not revoked stays on screen, and the page says why', async ({ page, portal }) => {
  const here = await portal({ config: { timeoutSeconds: 1 } });
  const { create, result, token } = await made(page, here);
  const deleted = { method: 'DELETE', times: 1 };
  here.server.fail(deleted, { kind: 'answer', status: 403, body: '{"message":"Not yours."}' });
  await result.revoke.click();
  await create.errors.expectShown();
  await create.errors.expectSays(/The token was not revoked\./, 'Not yours.');
  await expect(result.announcement).toHaveText('The token was not revoked');
  await expect(result.token).toHaveText(token);

  here.server.fail(deleted, { kind: 'answer', status: 500 });
  await result.revoke.click();
  await create.errors.expectSays(/did not confirm it \(status 500\): the token may still work/);
  here.server.fail(deleted, { kind: 'silence' });
  await result.revoke.click();
  await create.errors.expectSays(/did not confirm it: the token may still work/);
  here.server.fail(deleted, { kind: 'answer', status: 401, body: '{"message":"Token is invalid or expired"}' });
  await result.revoke.click();
  await create.errors.expectSays(/no longer accepts the API key that this page was given \(status 401\)/);
  // There is no field on this screen that a link could lead to.
  await expect(create.errors.links).toHaveCount(0);
  expect((await here.emulator.whoAmI(token)).status).toBe(200);

  await result.finish();
  await create.errors.expectGone();
});

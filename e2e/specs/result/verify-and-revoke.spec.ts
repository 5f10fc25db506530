import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { createToken } from '../../support/create-token.ts';
import { DELETED, LOOKED_UP, READ_ONE } from '../../support/requests.ts';
import { expect, test } from '../../support/test.ts';

test('Verify tells whether the token works, is refused, or nobody answered', async ({ page, portal }) => {
  const here = await portal({ config: { timeoutSeconds: 1 } });
  const { result, token } = await createToken(page, here);
  const once = { ...LOOKED_UP, times: 1 };
  const says = async (words: RegExp): Promise<void> => {
    await result.verify.click();
    await expect(result.announcement).toHaveText(words);
    await expect(page.getByRole('main').getByText(words)).toBeVisible();
  };
  await says(new RegExp(`^The token works: it belongs to account ${ACCOUNT}\\.$`));
  const asked = here.server.requests(LOOKED_UP).filter(({ headers }) => headers.authorization === `APIKey ${token}`);
  expect(asked).toHaveLength(1);

  here.server.fail(once, { kind: 'answer', status: 401, body: '{"message":"Token is invalid or expired"}' });
  await says(/^The service does not accept the token yet/);
  here.server.fail(once, { kind: 'silence' });
  await says(/^No answer came, so it is not known/);
  here.server.fail(once, { kind: 'answer', status: 502, body: '<html>', headers: { 'content-type': 'text/html' } });
  await says(/^The answer does not say whether the token works/);
  await says(/^The token works/);
  await expect(result.token).toHaveText(token);
});

test('the key that made a token can tell that it is gone, also where it is no administrator’s', async ({ page, portal }) => {
  const here = await portal();
  const { result, token } = await createToken(page, here, { key: KEYS.Engineers });
  here.server.fail(READ_ONE, { kind: 'answer', status: 503 });
  here.server.fail(DELETED, { kind: 'rewrite', change: () => ({ status: 502 }) });
  await result.revokeAndConfirm();
  await expect(result.revokedHeading).toBeFocused();
  expect((await here.emulator.whoAmI(token)).status).toBe(401);
});

test('Revoke deletes the token once, with the key that made it', async ({ page, portal }) => {
  const here = await portal();
  const { result, token } = await createToken(page, here);
  here.server.fail({ method: 'DELETE' }, { kind: 'delay', milliseconds: 300 });
  await result.revoke.click();
  await result.dialog.confirm.dblclick();
  await expect(result.revokedHeading).toBeFocused();
  await expect(result.announcement).toHaveText('Token revoked');
  expect(await here.emulator.whoAmI(token)).toEqual({ status: 401, role: undefined });
  expect(await page.content()).not.toContain(token);
  await expect(page.getByRole('alert')).toHaveCount(0);

  const deletions = here.server.requests({ method: 'DELETE' });
  expect(deletions.map(({ headers }) => headers.authorization)).toEqual([`APIKey ${KEYS.Administrators}`]);
  await expect(result.createAnotherLikeThis).toBeVisible();
});

test('a token that was not revoked stays on screen, and the dialog says why', async ({ page, portal }) => {
  const here = await portal({ config: { timeoutSeconds: 1 } });
  const { result, token } = await createToken(page, here);
  const { dialog } = result;
  const deleted = { method: 'DELETE', times: 1 };
  const expectSays = async (...messages: (RegExp | string)[]): Promise<void> => {
    await expect(dialog.heading).toHaveText(/ was not revoked$/);
    await expect(dialog.heading).toBeFocused();
    for (const message of messages) await expect(dialog.dialog).toContainText(message);
  };
  here.server.fail(deleted, { kind: 'answer', status: 403, body: '{"message":"Not yours."}' });
  await result.revokeAndConfirm();
  await expectSays(/The token was not revoked\./, 'Not yours.');
  await expect(result.token).toHaveText(token);

  here.server.fail(deleted, { kind: 'answer', status: 500 });
  await dialog.tryAgain.click();
  await expectSays(/\(status 500\) doesn’t confirm that it was revoked, and the account’s list still contains it/);
  here.server.fail(deleted, { kind: 'silence' });
  await dialog.tryAgain.click();
  await expectSays(/No answer came, and the account’s list still contains it/);
  here.server.fail(deleted, { kind: 'answer', status: 401, body: '{"message":"Token is invalid or expired"}' });
  await dialog.tryAgain.click();
  await expectSays(/no longer accepts the API key you entered \(status 401\)/);
  expect((await here.emulator.whoAmI(token)).status).toBe(200);

  await dialog.close.click();
  await dialog.expectGone();
  await expect(result.announcement).toHaveText('The token was not revoked');
  await expect(result.revoke).toBeFocused();
  await expect(result.token).toHaveText(token);
  await result.finish();
});

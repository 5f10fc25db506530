import { HOLDERS, KEYS } from '../../../testing/emulator.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { ReceiptPage } from '../../pages/receipt-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { hold } from '../../support/hold.ts';
import { DELETED, LOOKED_UP, POSTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { expect, RULES, test } from '../../support/test.ts';

test('a look-up that fails after the token came leaves the token alone', RULES, async ({ page, portal }) => {
  const here = await portal({ config: { timeoutSeconds: 1 } });
  here.server.fail(LOOKED_UP, { kind: 'silence' });
  const create = await CreatePage.open(page, here);
  await create.fill();
  await create.lookUp.click();
  const failed = page.waitForEvent('requestfailed', (request) => LOOKED_UP.path.test(request.url()));
  const result = await create.submit();
  await result.copy.focus();
  await failed;
  await settled(page);
  await expect(create.errors.region).toHaveCount(0);
  await expect(result.copy).toBeFocused();
  await expect(page).toHaveTitle(/^Token created/);
});

test('a look-up that succeeds late keeps the errors that came meanwhile', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  const lookUp = await hold(page, LOOKED_UP, 'answer');
  await create.apiKey.fill(KEYS.Engineers);
  await create.lookUp.click();
  await lookUp.arrived();
  await create.create.click();
  await create.errors.expectShown();
  lookUp.release();
  await expect(create.announcement).toHaveText(/^Account \d+ found$/);
  // The account is there now; name and role are still missing.
  await create.errors.expectSays(/Enter a Token name/, 'Choose a Role.');
});

test('verifying one token says nothing about the next', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill();
  const first = await create.submit();
  const verification = await hold(page, LOOKED_UP, 'answer');
  const answered = page.waitForResponse(LOOKED_UP.path);
  await first.verify.click();
  await verification.arrived();
  await (await first.finish()).createAnotherLikeThis.click();
  const second = await create.submit();
  await second.hide.focus();
  verification.release();
  await answered;
  await settled(page);
  await expect(page.getByText('The token works')).toHaveCount(0);
});

test('a token that is being revoked is not called saved', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill();
  const result = await create.submit();
  const token = await result.readToken();
  const revocation = await hold(page, DELETED, 'answer');
  await result.revokeAndConfirm();
  await revocation.arrived();
  // The dialog lets no pointer and no key press through.
  await result.saved.dispatchEvent('click');
  revocation.release();
  await expect(result.revokedHeading).toBeVisible();
  await expect(new ReceiptPage(page).heading).toHaveCount(0);
  expect((await here.emulator.whoAmI(token)).status).toBe(401);
});

test('what is typed while a token is on its way changes nothing about it', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  const creation = await hold(page, { ...POSTED, path: /\/tokens$/ }, 'answer');
  await create.fill({ name: 'as requested', role: 'Users' });
  await create.create.click();
  await expect(create.announcement).toHaveText('Creating token');
  await creation.arrived();
  await create.name.fill('typed later');
  await create.role.selectOption({ label: 'Engineers' });
  creation.release();
  await expect(page.getByRole('heading', { name: 'Token created', exact: true })).toBeFocused();
  await create.expectSays('as requested', 'Users');
});

test('a look-up that is answered after its view was left leaves the page working', RULES, async ({ page, portal }) => {
  const here = await portal();
  const tokens = await TokensPage.open(page, here);
  const lookUp = await hold(page, LOOKED_UP, 'answer');
  const answered = page.waitForResponse(LOOKED_UP.path);
  await tokens.apiKey.fill(KEYS.Administrators);
  await tokens.apiKey.press('Enter');
  await lookUp.arrived();
  const create = new CreatePage(page);
  await create.toCreate.click();
  lookUp.release();
  await answered;
  await settled(page);
  await expect(create.access.line).toContainText(HOLDERS.Administrators);
  await create.name.fill('after all');
  await create.role.selectOption({ label: 'Users' });
  await create.submit();
});

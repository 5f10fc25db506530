import { ACCOUNT, HOLDERS, KEYS } from '../../../testing/emulator.ts';
import { AccessCard } from '../../pages/access-card.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { hold } from '../../support/hold.ts';
import { LISTED, LOOKED_UP, POSTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { expect, test } from '../../support/test.ts';

test.describe('a key in the clipboard', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('is looked up once it is pasted: one line says whose it is, and the next field has the focus', async ({ page, portal }) => {
    const create = await CreatePage.open(page, await portal());
    await page.evaluate((key) => navigator.clipboard.writeText(key), KEYS.Engineers);
    await create.apiKey.click();
    await page.keyboard.press('ControlOrMeta+v');
    await expect(create.access.line).toHaveText(new RegExp(`^.+ \\(${ACCOUNT}\\) · ${HOLDERS.Engineers} · Engineers$`));
    await expect(create.apiKey).toHaveCount(0);
    await expect(create.lookUp).toHaveCount(0);
    await expect(create.name).toBeFocused();
    await expect(create.announcement).toHaveText(`Account ${ACCOUNT} found`);
    await expect(create.forgetKey).toBeVisible();
  });

  test('shows the list at once where it is pasted in that view', async ({ page, portal }) => {
    const tokens = await TokensPage.open(page, await portal());
    await page.evaluate((key) => navigator.clipboard.writeText(key), KEYS.Administrators);
    await tokens.apiKey.click();
    await page.keyboard.press('ControlOrMeta+v');
    await expect(tokens.counted).toBeFocused();
    await expect(tokens.access.line).toBeVisible();
  });
});

test('a typed key is looked up when its field is left, and never before', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.apiKey.pressSequentially(KEYS.Engineers);
  await settled(page);
  expect(here.server.apiRequests).toEqual([]);
  await create.description.focus();
  await expect(create.access.line).toContainText(HOLDERS.Engineers);
  await expect(create.description).toBeFocused();
  expect(here.server.requests(LOOKED_UP)).toHaveLength(1);
});

test('what the look-up found waits for whoever is at the Account ID, and is there once they leave', async ({ page, portal }) => {
  const here = await portal();
  await here.emulator.make('taken');
  const create = await CreatePage.open(page, here);
  const held = await hold(page, LOOKED_UP, 'answer');
  await create.apiKey.fill(KEYS.Administrators);
  await create.account.focus();
  await held.arrived();
  held.release();
  await expect(create.announcement).toHaveText(`Account ${ACCOUNT} found`);
  await expect(create.account).toHaveValue('');
  await expect(create.account).toBeFocused();
  await create.name.fill('taken');
  await expect(create.access.line).toBeVisible();
  await expect(create.apiKey).toHaveCount(0);
  await expect(create.nameTaken).toBeVisible();
  expect(here.server.requests(LISTED)).toHaveLength(1);
});

test('a look-up that the form began answers the list that is shown by then', async ({ page, portal }) => {
  const here = await portal({ emulatorArgs: ['--sample-tokens'] });
  const create = await CreatePage.open(page, here);
  const tokens = new TokensPage(page);

  const slow = await hold(page, LOOKED_UP, 'answer');
  await create.apiKey.fill(KEYS.Administrators);
  await create.name.focus();
  await slow.arrived();
  await create.toTokens.click();
  await expect(tokens.heading).toBeFocused();
  slow.release();
  await expect(tokens.counted).toBeVisible();

  await create.toCreate.click();
  await create.access.unfold();
  here.server.fail({ ...LOOKED_UP, times: 1 }, { kind: 'answer', status: 503, body: 'down' });
  const failing = await hold(page, LOOKED_UP, 'answer');
  await create.apiKey.fill(KEYS.Engineers);
  await create.name.focus();
  await failing.arrived();
  await create.toTokens.click();
  await tokens.showTokens.click();
  failing.release();
  await tokens.errors.expectShown();
});

test('half a key is looked up by nobody', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  for (const half of ['1002', '1002_', '1002_demo engineer', '']) {
    await create.apiKey.fill(half);
    await create.name.focus();
    await settled(page);
  }
  expect(here.server.apiRequests).toEqual([]);
  await create.errors.expectGone();
});

test('Enter at the key looks it up and submits nothing', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.apiKey.press('Enter');
  await create.errors.expectShown();
  await expect(create.errors.links).toHaveText(['Enter your API key.']);
  await create.apiKey.fill(KEYS.Engineers);
  await create.apiKey.press('Enter');
  await expect(create.access.line).toContainText(HOLDERS.Engineers);
  await create.errors.expectGone();
  await expect(create.name).toBeFocused();
  expect(here.server.requests(POSTED)).toEqual([]);
});

test('an Account ID that was typed is kept by Enter and by leaving, and replaced by Look up account', async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal());
  await create.account.fill('4711');
  await create.apiKey.fill(KEYS.Engineers);
  await create.apiKey.press('Enter');
  await expect(create.access.line).toBeVisible();
  // The page works in another account than the key's own, which is not to be hidden in one line.
  await expect(create.account).toHaveValue('4711');
  await create.lookUp.click();
  await expect(create.apiKey).toHaveCount(0);
  await create.access.unfold();
  await expect(create.account).toHaveValue(String(ACCOUNT));
});

test('Change brings the fields back as they were', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.apiKey.fill(KEYS.Engineers);
  await create.lookUpAccount(HOLDERS.Engineers);
  await create.access.change.click();
  await expect(create.apiKey).toBeFocused();
  await expect(create.apiKey).toHaveValue(KEYS.Engineers);
  await expect(create.account).toHaveValue(String(ACCOUNT));
  // Looked at and left: nothing was changed, and nothing is asked again.
  await create.account.focus();
  await create.name.focus();
  await expect(create.apiKey).toHaveCount(0);
  expect(here.server.requests(LOOKED_UP)).toHaveLength(1);
});

test('a look-up that nobody asked for takes nobody’s focus when it fails', async ({ page, portal }) => {
  const here = await portal();
  here.server.fail({ ...LOOKED_UP, times: 1 }, { kind: 'answer', status: 503 });
  const create = await CreatePage.open(page, here);
  await create.apiKey.fill(KEYS.Engineers);
  await create.name.pressSequentially('ci');
  await expect(page.getByText('The account is not known yet. The service reported an internal error (status 503).')).toBeVisible();
  await create.errors.expectGone();
  await create.name.pressSequentially('-deploy');
  await expect(create.name).toHaveValue('ci-deploy');
  // A key that the service refuses is said at the key.
  await create.apiKey.fill('1001_wrong');
  await create.name.focus();
  await expect(create.errors.links).toHaveText(/does not accept this API key/);
  await expect(create.name).toBeFocused();
  await create.errors.expectFor(create.apiKey, /does not accept this API key/);
});

test('the fields stay where they are under a pointer that is down', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.name.fill('ci');
  await create.role.selectOption({ label: 'Users' });
  const held = await hold(page, LOOKED_UP, 'answer');
  await create.apiKey.fill(KEYS.Engineers);
  await create.name.focus();
  await held.arrived();
  await create.create.scrollIntoViewIfNeeded();
  const button = (await create.create.boundingBox())!;
  await page.mouse.move(button.x + button.width / 2, button.y + button.height / 2);
  await page.mouse.down();
  held.release();
  await expect(create.announcement).toHaveText(`Account ${ACCOUNT} found`);
  await expect(create.apiKey).toBeVisible();
  await page.mouse.up();
  await expect(page.getByRole('heading', { name: 'Token created' })).toBeVisible();
  expect(here.server.requests(POSTED)).toHaveLength(1);
});

test('the line is the same in both views, and neither asks again', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.apiKey.fill(KEYS.Administrators);
  await create.lookUpAccount();
  const line = await create.access.line.innerText();
  await create.toTokens.click();
  await expect(new TokensPage(page).counted).toBeVisible();
  await expect(new AccessCard(page).line).toHaveText(line);
  expect(here.server.requests(LOOKED_UP)).toHaveLength(1);
  expect(here.server.requests(LISTED)).toHaveLength(1);
});

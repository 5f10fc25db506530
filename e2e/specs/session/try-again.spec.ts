import type { Locator, Page } from '@playwright/test';
import { HOLDERS, KEYS } from '../../../testing/emulator.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { LISTED, LOOKED_UP, POSTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { expect, RULES, test } from '../../support/test.ts';

const tryAgain = (page: Page): Locator => page.getByRole('button', { name: 'Try again', exact: true });
const focusedTag = (page: Page) => page.evaluate(() => document.activeElement?.tagName);

test('a list that was not read is read once more at a press', RULES, async ({ page, portal }) => {
  const here = await portal({ emulatorArgs: ['--sample-tokens'] });
  here.server.fail({ ...LISTED, times: 2 }, { kind: 'refuse' });
  const tokens = await TokensPage.open(page, here);
  await tokens.access.enterKey(KEYS.Administrators);
  await tokens.showTokens.click();
  await tokens.errors.expectSays(/No answer came from \/gcore on this site\. Check your connection;/);
  await tryAgain(page).click();
  await expect.poll(() => here.server.requests(LISTED).length).toBe(2);
  await expect(tryAgain(page)).toBeVisible();
  await tryAgain(page).click();
  await expect(tokens.counted).toBeVisible();
  await expect(tryAgain(page)).toHaveCount(0);
  await expect.poll(() => focusedTag(page)).toBe('H3');

  // A list that is there stays, and the focus goes somewhere as well.
  here.server.fail({ ...LISTED, times: 1 }, { kind: 'answer', status: 503 });
  await tokens.refresh.click();
  await tryAgain(page).click();
  await expect(tryAgain(page)).toHaveCount(0);
  await expect.poll(() => focusedTag(page)).not.toBe('BODY');
  expect(here.server.requests(LISTED)).toHaveLength(5);
});

test('an account that was not looked up is looked up once more, and no token is made by that', RULES, async ({
  page,
  portal,
}) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  // Once by itself, which only a hint tells, and once for who presses the button.
  here.server.fail({ ...LOOKED_UP, times: 2 }, { kind: 'answer', status: 502 });
  await create.fill({ account: '' });
  await create.expectSays(/^The account is not known yet\./);
  await expect(tryAgain(page)).toHaveCount(0);
  await create.create.click();
  await create.errors.expectSays(/status 502/);
  await tryAgain(page).click();
  await expect(create.access.line).toContainText(HOLDERS.Administrators);
  await expect(tryAgain(page)).toHaveCount(0);
  await expect.poll(() => focusedTag(page)).not.toBe('BODY');
  await settled(page);
  expect(here.server.requests(POSTED)).toEqual([]);
  await create.submit();
  expect(here.server.requests(POSTED)).toHaveLength(1);
});

test('what can make a token, or can’t help, is not offered once more', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill();
  for (const status of [400, 429, 503]) {
    here.server.fail({ ...POSTED, times: 1 }, { kind: 'answer', status });
    await create.create.click();
    await create.errors.expectSays(new RegExp(status === 429 ? 'Too many requests' : `status ${status}`));
    await expect(tryAgain(page)).toHaveCount(0);
  }
  here.server.fail(LOOKED_UP, { kind: 'answer', status: 401 });
  await create.access.unfold();
  await create.lookUp.click();
  await create.errors.expectSays(/does not accept this API key/);
  await expect(tryAgain(page)).toHaveCount(0);
});

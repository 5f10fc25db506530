import type { Locator, Page } from '@playwright/test';
import { HOLDERS, KEYS } from '../../../testing/emulator.ts';
import { CreatePage, NO_ROLE } from '../../pages/create-page.ts';
import { ReceiptPage } from '../../pages/receipt-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { hold } from '../../support/hold.ts';
import { DELETED, LOOKED_UP, POSTED } from '../../support/requests.ts';
import { expect, test } from '../../support/test.ts';

/** Goes on with the Tab key, and stands where a reader expects to. */
const tabTo = async (page: Page, next: Locator, key = 'Tab'): Promise<void> => {
  await page.keyboard.press(key);
  await expect(next).toBeFocused();
};

test('a token can be created by keyboard alone, in the order of the page', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  for (const link of [create.toCreate, create.toTokens]) await tabTo(page, link);
  await tabTo(page, create.apiKey);
  for (const next of [create.showApiKey, create.keyHelp, create.lookUp, create.forgetKey, create.account]) await tabTo(page, next);
  await create.apiKey.focus();
  await page.keyboard.type(KEYS.Administrators);
  await page.keyboard.press('Enter');
  await expect(create.name).toBeFocused();
  await tabTo(page, create.forgetKey, 'Shift+Tab');
  await tabTo(page, create.access.change, 'Shift+Tab');
  await tabTo(page, create.forgetKey);
  await tabTo(page, create.name);
  await page.keyboard.type('by keyboard');
  await tabTo(page, create.description);
  await page.keyboard.type('no mouse');
  await tabTo(page, create.role);
  await page.keyboard.type('Adm');
  await expect(create.chosen(create.role)).toHaveText('Administrators');
  await tabTo(page, create.compareRoles);
  await page.keyboard.press('Space');
  await expect(page.getByRole('table', { name: 'Roles', exact: true })).toBeVisible();
  await tabTo(page, create.expiration);
  await page.keyboard.type('30');
  await expect(create.chosen(create.expiration)).toHaveText('30 days');
  await tabTo(page, create.preview);
  await page.keyboard.press('Space');
  await expect(create.previewed).toBeVisible();
  await tabTo(page, create.copyLink);
  await tabTo(page, create.create);
  await page.keyboard.press('Space');

  await expect(create.review.region).toBeFocused();
  await tabTo(page, create.review.createAnyway);
  await tabTo(page, create.review.goBack);
  await page.keyboard.press('Enter');
  await expect(create.create).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(create.review.region).toBeFocused();
  await tabTo(page, create.review.createAnyway);
  await page.keyboard.press('Enter');

  const result = new ResultPage(page);
  await expect(result.heading).toBeFocused();
  const token = await result.readToken();
  // What is below the token is built once that is drawn.
  await expect(result.saved).toBeVisible();
  await tabTo(page, result.hide);
  await page.keyboard.press('Space');
  await expect(result.show).toBeFocused();
  await page.keyboard.press('Space');
  await tabTo(page, result.copyAs);
  await page.keyboard.type('fish');
  await expect(result.copyAs.getByRole('option', { selected: true })).toHaveText('fish');
  await tabTo(page, result.copy);
  await tabTo(page, result.download);
  await tabTo(page, result.verify);
  await page.keyboard.press('Enter');
  await expect(result.announcement).toHaveText(/^The token works/);
  await expect(result.verify).toBeFocused();
  await tabTo(page, result.saved);
  await tabTo(page, result.revoke);
  await tabTo(page, result.saved, 'Shift+Tab');
  await page.keyboard.press('Enter');

  const receipt = new ReceiptPage(page);
  await expect(receipt.heading).toBeFocused();
  await expect(create.announcement).toHaveText('Token saved');
  await tabTo(page, receipt.copyReceipt);
  await tabTo(page, receipt.downloadReminder);
  await tabTo(page, receipt.showInList);
  await tabTo(page, receipt.createAnother);
  await tabTo(page, receipt.createAnotherLikeThis);
  await page.keyboard.press('Enter');
  await expect(create.name).toBeFocused();
  await create.expectKept({ name: 'by keyboard', description: 'no mouse', role: 'Administrators', expiration: '30 days' });
  expect((await here.emulator.whoAmI(token)).role).toBe('Administrators');

  await create.role.selectOption({ label: 'Users' });
  await create.name.press('Enter');
  await expect(result.heading).toBeFocused();
  await (await result.finish()).createAnother.press('Enter');
  await expect(create.name).toBeFocused();
  await create.expectKept({ name: '', role: NO_ROLE });
});

test('errors are reached, followed and mended by keyboard', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.name.focus();
  await page.keyboard.press('Enter');
  await create.errors.expectShown();
  for (const [at, field] of [create.apiKey, create.account, create.name, create.role].entries()) {
    const link = create.errors.links.nth(at);
    await link.focus();
    await page.keyboard.press('Enter');
    await expect(field).toBeFocused();
  }
  await create.errors.region.focus();
  await tabTo(page, create.errors.links.first());
  await tabTo(page, create.errors.links.nth(1));

  await create.fill();
  await create.name.press('Enter');
  await expect(new ResultPage(page).heading).toBeFocused();
  await create.errors.expectGone();
});

test('the focus is never lost while a request is on its way', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  const lookUp = await hold(page, LOOKED_UP, 'answer');
  const creation = await hold(page, { ...POSTED, path: /\/tokens$/ });
  const revocation = await hold(page, DELETED);
  await create.apiKey.fill(KEYS.Administrators);
  await create.lookUp.press('Enter');
  await lookUp.arrived();
  await expect(create.announcement).toHaveText('Looking up the account');
  await expect(create.lookUp).toBeFocused();
  lookUp.release();
  await expect(page.getByText(HOLDERS.Administrators)).toBeVisible();
  await expect(create.name).toBeFocused();
  await create.fill({ role: 'Administrators' });

  await create.create.press('Enter');
  await create.review.createAnyway.press('Enter');
  await creation.arrived();
  await expect(create.announcement).toHaveText('Creating token');
  await expect(create.create).toBeFocused();
  creation.release();
  const result = new ResultPage(page);
  await expect(result.heading).toBeFocused();

  await result.revoke.press('Enter');
  await expect(result.dialog.cancel).toBeFocused();
  await result.dialog.confirm.press('Enter');
  await revocation.arrived();
  await expect(result.dialog.heading).toHaveText(/^Revoking /);
  await expect(result.dialog.heading).toBeFocused();
  revocation.release();
  await expect(result.revokedHeading).toBeFocused();
});

test('the focus can be seen on every control', async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal());
  await create.expiration.selectOption({ label: 'Custom' });
  await create.apiKey.press('Enter');
  await create.errors.expectShown();
  for (let steps = 0; steps < 25; steps += 1) {
    const seen = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return 'nothing is focused';
      // The calendar's button inside the date field, which the browser rings by itself.
      if (!focused.matches(':focus')) return '';
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      const { top, bottom } = focused.getBoundingClientRect();
      const onScreen = bottom > 0 && top < innerHeight;
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && onScreen ? '' : focused.outerHTML;
    });
    expect(seen).toBe('');
    if (await create.create.evaluate((button) => button === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab never came to the button');
});

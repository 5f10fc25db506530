import type { Page } from '@playwright/test';
import { CreatePage } from '../../pages/create-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { hold } from '../../support/hold.ts';
import { DELETED, POSTED } from '../../support/requests.ts';
import { expect, test } from '../../support/test.ts';

const SAMPLES = { emulatorArgs: ['--sample-tokens'] };

/** Tries to leave the page, staying if it asks. */
const asksBeforeLeaving = async (page: Page): Promise<boolean> => {
  const asked = page.waitForEvent('dialog').then(async (dialog) => {
    expect(dialog.type()).toBe('beforeunload');
    await dialog.dismiss();
    return true;
  });
  const left = page.waitForEvent('close').then(() => false);
  // The one that doesn't come ends with the page.
  for (const outcome of [asked, left]) outcome.catch(() => undefined);
  await page.close({ runBeforeUnload: true });
  return Promise.race([asked, left]);
};

test('leaving asks for as long as a token is on its way or unsaved', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  const creation = await hold(page, { ...POSTED, path: /\/tokens$/ });
  await create.fill();
  await create.create.click();
  await expect(create.create).toHaveAttribute('aria-disabled', 'true');
  await creation.arrived();
  expect(await asksBeforeLeaving(page), 'on its way').toBe(true);
  creation.release();

  const result = new ResultPage(page);
  await expect(result.heading).toBeVisible();
  expect(await asksBeforeLeaving(page), 'unsaved').toBe(true);
  await expect(result.token).toBeVisible();

  await result.finish();
  expect(await asksBeforeLeaving(page), 'saved').toBe(false);
});

test('leaving never asks before there is a token', async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal());
  await create.fill();
  await create.create.focus();
  expect(await asksBeforeLeaving(page)).toBe(false);
});

test('leaving asks nothing more once the token is revoked', async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal());
  await create.fill();
  const result = await create.submit();
  await result.revokeAndConfirm();
  await expect(result.revokedHeading).toBeVisible();
  expect(await asksBeforeLeaving(page)).toBe(false);
});

test('leaving asks while it is not known whether a token was created, and not once it is', async ({ page, portal }) => {
  const here = await portal();
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'cut' });
  const create = await CreatePage.open(page, here);
  await create.fill();
  await create.create.click();
  await create.unconfirmed.expectFinding('found');
  expect(await asksBeforeLeaving(page), 'found').toBe(true);
  await create.unconfirmed.keepAndGoOn.click();
  await expect(create.unconfirmed.region).toHaveCount(0);
  expect(await asksBeforeLeaving(page), 'kept').toBe(false);
});

test('leaving asks while tokens are being revoked', async ({ page, portal }) => {
  const here = await portal(SAMPLES);
  const tokens = await TokensPage.openList(page, here);
  const deletion = await hold(page, DELETED);
  await tokens.select('Partner feed').check();
  await tokens.select('Build pipeline').check();
  await tokens.revokeSelected.click();
  await tokens.dialog.confirmAll(2).click();
  await deletion.arrived();
  expect(await asksBeforeLeaving(page)).toBe(true);
  deletion.release();
  await expect(tokens.dialog.dialog).toContainText('2 of 2');
});

import type { Page } from '@playwright/test';
import { MASK_AFTER_MS } from '../../../testing/facts.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { IdleWarning } from '../../pages/idle-warning.ts';
import type { ResultPage } from '../../pages/result-page.ts';
import { readClipboard } from '../../support/clipboard.ts';
import { hold } from '../../support/hold.ts';
import { POSTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { expect, test } from '../../support/test.ts';

/** Takes the tab out of sight, or back into it. */
const setHidden = (page: Page, hidden: boolean): Promise<void> =>
  page.evaluate((now) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => now });
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (now ? 'hidden' : 'visible') });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, hidden);

/** The token can't be read off the page, and is there all the same. */
const expectMasked = async ({ page, token, show }: ResultPage, secret: string): Promise<void> => {
  await expect(show).toBeVisible();
  await expect(token).not.toContainText(secret.slice(0, 4));
  expect(await page.content()).not.toContain(secret);
};

test.describe('a token on screen', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('is masked when the tab goes out of sight, shown on demand and never deleted', async ({ page, portal }) => {
    const create = await CreatePage.open(page, await portal());
    await create.fill();
    const result = await create.submit();
    const token = await result.readToken();
    await setHidden(page, false);
    await settled(page);
    await expect(result.token).toHaveText(token);
    await setHidden(page, true);
    await expectMasked(result, token);
    await setHidden(page, false);
    await settled(page);
    await expectMasked(result, token);
    await result.copy.click();
    await expect.poll(() => readClipboard(page)).toBe(token);
    await result.show.click();
    await expect(result.token).toHaveText(token);
  });
});

test('a token that comes while the tab is out of sight comes masked', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  const creation = await hold(page, { ...POSTED, path: /\/tokens$/ });
  await create.fill();
  await create.create.click();
  await creation.arrived();
  await setHidden(page, true);
  creation.release();
  await expect(page.getByRole('heading', { name: 'Token created', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Show token', exact: true })).toBeVisible();
});

test('a token is masked without use and kept for hours, the key with it', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.openWithClock(page, here);
  await create.fill();
  const result = await create.submit();
  const token = await result.readToken();
  await page.clock.fastForward(MASK_AFTER_MS - 10_000);
  await settled(page);
  await expect(result.token).toHaveText(token);
  await page.keyboard.press('Shift');
  await page.clock.fastForward(MASK_AFTER_MS - 10_000);
  await settled(page);
  await expect(result.token).toHaveText(token);
  await page.clock.fastForward(15_000);
  await expectMasked(result, token);

  await page.clock.fastForward('08:00:00');
  await settled(page);
  await expect(new IdleWarning(page).region).toHaveCount(0);
  await expectMasked(result, token);
  await result.show.click();
  await expect(result.token).toHaveText(token);
  await result.revokeAndConfirm();
  await expect(result.revokedHeading).toBeVisible();
  expect((await here.emulator.whoAmI(token)).status).toBe(401);
});

import type { Page } from '@playwright/test';
import { KEYS } from '../../testing/emulator.ts';
import { CreatePage } from '../pages/create-page.ts';
import { ReceiptPage } from '../pages/receipt-page.ts';
import { ResultPage } from '../pages/result-page.ts';
import { TokensPage } from '../pages/tokens-page.ts';
import { CHROMIUM_ONLY, expect, test } from '../support/test.ts';

interface Steps {
  clicks: number;
  keys: number;
  scrolls: number;
}

/** Counts what a person does: presses of the pointer and of keys, and scrolls that bring what is pressed into the window. */
const counting = async (page: Page): Promise<() => Promise<Steps>> => {
  await page.addInitScript(() => {
    const counts = { clicks: 0, keys: 0, scrolls: 0 };
    Object.assign(window, { counts });
    addEventListener('pointerdown', () => (counts.clicks += 1), { capture: true });
    addEventListener('keydown', () => (counts.keys += 1), { capture: true });
    // Many events of one scroll count once.
    let last = 0;
    addEventListener(
      'scroll',
      () => {
        if (performance.now() - last > 300) counts.scrolls += 1;
        last = performance.now();
      },
      { capture: true },
    );
  });
  return () => page.evaluate(() => (window as unknown as { counts: Steps }).counts);
};

test.use({ viewport: { width: 1440, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });

test('a token for CI is made, handed to GitHub Actions, rotated, and the old one revoked with few steps', CHROMIUM_ONLY, async ({
  page,
  portal,
}) => {
  const here = await portal();
  const counts = await counting(page);
  const create = await CreatePage.open(page, here);
  await page.evaluate((key) => navigator.clipboard.writeText(key), KEYS.Administrators);

  await create.apiKey.click();
  await page.keyboard.press('ControlOrMeta+v');
  await expect(create.name).toBeFocused();
  await page.keyboard.type('ci-deploy');
  // A dropdown takes a press to open, which a driver can't see, and one for the choice.
  let unseen = 2;
  await create.role.selectOption({ label: 'Engineers' });
  await create.create.click();
  const result = new ResultPage(page);
  await expect(result.heading).toBeVisible();
  unseen += 2;
  await result.copyAs.selectOption({ label: 'GitHub Actions secret' });
  await result.copy.click();
  await result.saved.click();

  await create.toTokens.click();
  const tokens = new TokensPage(page);
  await tokens.rotate('ci-deploy').click();
  await create.create.click();
  await expect(result.heading).toBeVisible();
  await result.copy.click();
  await result.saved.click();
  const receipt = new ReceiptPage(page);
  await expect(receipt.heading).toBeVisible();
  await page.getByRole('button', { name: 'Revoke ci-deploy', exact: true }).click();
  await tokens.dialog.confirm.click();
  await tokens.dialog.expectGone();

  const { clicks, keys, scrolls } = await counts();
  expect(clicks + unseen).toBeLessThanOrEqual(16);
  expect(scrolls).toBeLessThanOrEqual(4);
  // The key is pasted and the name typed; nothing else takes a key.
  expect(keys).toBeLessThanOrEqual('ci-deploy'.length + 2);
  expect(await here.emulator.named('ci-deploy')).toMatchObject({ deleted: 1 });
});

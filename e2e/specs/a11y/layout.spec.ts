import type { Page } from '@playwright/test';
import { CreatePage } from '../../pages/create-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { expectButtonsOnOneLine, expectNoSidewaysScrolling, expectWholeWords } from '../../support/layout.ts';
import { CHROMIUM_ONLY, expect, type Portal, test } from '../../support/test.ts';

// In Chromium only: Firefox’s scroll bar takes its part of the width, so that 320 px are fewer there.
// firefox/appearance.spec.ts looks at those.

const NOW = '2026-11-24T12:00:00Z';
const SAMPLES = { emulatorArgs: ['--sample-tokens', '--now', NOW] };
/** From a large window to a telephone; the list has fewer columns the narrower it is, and two lines a token below 768 px. */
const WIDTHS = [1440, 1280, 1185, 1024, 768, 390, 320];
/** What may break anywhere: names, descriptions and addresses that never heard of breaks. */
const ENDLESS = /@|\S{24}/;

const look = async (page: Page): Promise<void> => {
  await expectNoSidewaysScrolling(page);
  await expectButtonsOnOneLine(page);
};

/** The form, empty and with all of it unfolded, its review, the result and the receipt. */
const walkCreate = async (page: Page, here: Portal): Promise<void> => {
  const create = await CreatePage.open(page, here);
  await test.step('form', () => look(page));
  await create.fill({ role: 'Administrators', expiration: 'Custom', until: '2027-01-31T12:00' });
  await create.lookUpAccount();
  await create.preview.click();
  await expect(create.previewed).toBeVisible();
  await create.compareRoles.click();
  await test.step('form, filled in and unfolded', async () => {
    await look(page);
    // On less there is no room for the longest word of each column.
    const { width } = page.viewportSize()!;
    if (width >= 390) await expectWholeWords(page.getByRole('table', { name: 'Roles' }));
  });
  await create.create.click();
  await expect(create.review.region).toBeFocused();
  await test.step('review', () => look(page));
  await create.review.createAnyway.click();
  const result = new ResultPage(page);
  await expect(result.heading).toBeVisible();
  await test.step('result', () => look(page));
  await result.finish();
  await test.step('receipt', () => look(page));
};

/** All samples, with rows unfolded and selected, and both dialogs. */
const walkTokens = async (page: Page, here: Portal): Promise<void> => {
  await page.goto('about:blank');
  const tokens = await TokensPage.openList(page, here, '#tokens?status=all');
  await tokens.names();
  await test.step('list', async () => {
    await look(page);
    await expectWholeWords(tokens.cells, { but: ENDLESS });
    await expectWholeWords(tokens.table.getByRole('columnheader'));
  });
  for (const name of ['Build pipeline', 'old-admin-script']) await tokens.details(name).click();
  await expect(tokens.unfolded).toHaveCount(2);
  for (const name of ['x', 'Laptop']) await tokens.select(name).check();
  await test.step('list, with details and a selection', async () => {
    await look(page);
    await expectWholeWords(tokens.unfolded, { but: ENDLESS });
  });
  await tokens.revoke('Laptop').click();
  await tokens.dialog.expectOpen('Revoke Laptop?');
  await test.step('dialog for one', async () => {
    await look(page);
    await expectWholeWords(tokens.dialog.dialog, { but: ENDLESS });
  });
  await tokens.dialog.cancel.click();
  await tokens.revokeSelected.click();
  await tokens.dialog.expectOpen('Revoke 2 tokens?');
  await test.step('dialog for several', async () => {
    await look(page);
    await expectWholeWords(tokens.dialog.dialog, { but: ENDLESS });
  });
};

for (const width of WIDTHS) {
  test(`nothing scrolls sideways, breaks a word or wraps a button at ${width} px`, CHROMIUM_ONLY, async ({ page, portal }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.clock.setFixedTime(NOW);
    const here = await portal(SAMPLES);
    await walkCreate(page, here);
    await walkTokens(page, here);
  });
}

import type { Locator, Page } from '@playwright/test';
import { KEYS } from '../../../testing/emulator.ts';
import { COLUMN_LABELS } from '../../../testing/facts.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { expect, test } from '../../support/test.ts';

const tabTo = async (page: Page, next: Locator, key = 'Tab'): Promise<void> => {
  await page.keyboard.press(key);
  await expect(next).toBeFocused();
};

test('the whole list can be used by keyboard, in the order of the page', async ({ page, portal }) => {
  const here = await portal();
  for (const name of ['by key 1', 'by key 2', 'by key 3'])
    await here.emulator.make(name, { ends: new Date(Date.now() + 3 * 86_400_000).toISOString() });
  // All columns have room there.
  await page.setViewportSize({ width: 1440, height: 900 });
  const tokens = await TokensPage.open(page, here);
  await tabTo(page, tokens.toCreate);
  await tabTo(page, tokens.toTokens);
  await tabTo(page, tokens.apiKey);
  await tabTo(page, tokens.showApiKey);
  await tabTo(page, tokens.keyHelp);
  await tabTo(page, tokens.lookUp);
  await tabTo(page, tokens.forgetKey);
  await tabTo(page, tokens.account);
  await tabTo(page, tokens.showTokens);
  await tokens.apiKey.focus();
  await page.keyboard.type(KEYS.Administrators);
  await page.keyboard.press('Enter');
  await expect(tokens.counted).toBeFocused();

  await tabTo(page, tokens.refresh);
  await page.keyboard.press('Space');
  await expect(tokens.announcement).toHaveText('7 active tokens');
  await expect(tokens.refresh).toBeFocused();
  for (const next of [tokens.exportCsv, tokens.exportJson, tokens.reminders, tokens.copyAsMarkdown]) await tabTo(page, next);
  await tabTo(page, tokens.search);
  await page.keyboard.type('by key');
  await tokens.expectNames(['by key 1', 'by key 2', 'by key 3']);
  await expect(tokens.search).toBeFocused();
  await tabTo(page, tokens.status);
  await page.keyboard.type('Expiring');
  await expect(tokens.counted).toHaveText('3 tokens expiring within 30 days found');
  await expect(tokens.status).toBeFocused();
  await tabTo(page, tokens.role);
  await tabTo(page, tokens.issuer);
  await tabTo(page, tokens.selectAll);
  for (const column of COLUMN_LABELS) {
    await tabTo(page, tokens.columnHeader(column).getByRole('button'));
  }
  await tokens.columnHeader('Name').getByRole('button').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  await tokens.expectNames(['by key 3', 'by key 2', 'by key 1']);
  await expect(tokens.columnHeader('Name').getByRole('button')).toBeFocused();

  await tokens
    .columnHeader(COLUMN_LABELS.at(-1) ?? '')
    .getByRole('button')
    .focus();
  await tabTo(page, tokens.select('by key 3'));
  await page.keyboard.press('Space');
  // The selection's buttons come up above, and nothing moves the focus.
  await expect(tokens.select('by key 3')).toBeFocused();
  await expect(tokens.select('by key 3')).toBeChecked();
  await tabTo(page, tokens.details('by key 3'));
  await page.keyboard.press('Enter');
  await expect(tokens.unfolded).toHaveCount(1);
  await tabTo(page, tokens.rotate('by key 3'));
  await tabTo(page, tokens.revoke('by key 3'));
  await tabTo(page, tokens.createLike('by key 3'));
  await tabTo(page, tokens.reminder('by key 3'));
  await tabTo(page, tokens.select('by key 2'));
  await page.keyboard.press('Space');
  await tokens.issuer.focus();
  await tabTo(page, tokens.revokeSelected);
  await tabTo(page, tokens.clearSelection);
  await tabTo(page, tokens.revokeSelected, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(tokens.dialog.cancel).toBeFocused();
  await tabTo(page, tokens.dialog.confirmAll(2), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await tokens.dialog.expectOpen('2 of 2 tokens revoked');
  await expect(tokens.dialog.heading).toBeFocused();
  await tabTo(page, tokens.dialog.dialog.getByRole('list'));
  await tabTo(page, tokens.dialog.close);
  await page.keyboard.press('Enter');
  await expect(tokens.counted).toBeFocused();

  await tokens.rotate('by key 1').focus();
  await page.keyboard.press('Enter');
  const create = new CreatePage(page);
  await expect(create.rotateHeading('by key 1')).toBeFocused();
  await tabTo(page, create.dontReplace);
  await page.keyboard.press('Enter');
  await page.goBack();
  await expect(tokens.heading).toBeFocused();
  await tokens.revoke('by key 1').focus();
  for (const next of [tokens.months, tokens.findToken, tokens.compare]) await tabTo(page, next);
  await tokens.reason('Expires within 7 days').focus();
  await page.keyboard.press('Enter');
  await tokens.expectNames(['by key 1']);
});

test('what the dialog has no room for can be scrolled to by keyboard', async ({ page, portal }) => {
  const here = await portal({ emulatorArgs: ['--sample-tokens'] });
  const tokens = await TokensPage.openList(page, here);
  for (const name of await tokens.names()) await tokens.select(name).check();
  await tokens.revokeSelected.press('Enter');
  await tokens.dialog.expectOpen('Revoke 24 tokens?');
  const list = tokens.dialog.dialog.getByRole('list');
  await expect(tokens.dialog.cancel).toBeFocused();
  await tabTo(page, tokens.dialog.confirmAll(24), 'Shift+Tab');
  await tabTo(page, list, 'Shift+Tab');
  await expect(tokens.dialog.outcomes.last()).not.toBeInViewport();
  await page.keyboard.press('End');
  await expect(tokens.dialog.outcomes.last()).toBeInViewport();
  await expect(tokens.dialog.confirmAll(24)).toBeInViewport();
});

test('the focus can be seen on every control of the list and of the dialog', async ({ page, portal }) => {
  const here = await portal();
  const tokens = await TokensPage.openList(page, here);
  for (const name of ['demo user', 'demo legacy']) await tokens.select(name).check();
  await tokens.details('demo user').click();
  const expectSeen = async (): Promise<void> => {
    const seen = await page.evaluate(() => {
      const focused = document.activeElement;
      // Behind the last control the focus is with the browser's own ones.
      if (!focused || focused === document.body || !document.hasFocus()) return '';
      const { outlineStyle, outlineWidth } = getComputedStyle(focused);
      const { top, bottom, left, right } = focused.getBoundingClientRect();
      const onScreen = bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
      // Nothing that sticks to the window's edge lies over it.
      const over = document.elementFromPoint((left + right) / 2, (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2);
      const covered = over !== null && !focused.contains(over) && !over.contains(focused);
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2 && onScreen && !covered ? '' : focused.outerHTML;
    });
    expect(seen).toBe('');
  };
  await page.setViewportSize({ width: 1280, height: 500 });
  await tokens.toCreate.focus();
  for (let steps = 0; steps < 60; steps += 1) {
    await page.keyboard.press('Tab');
    await expectSeen();
    if (await tokens.compare.evaluate((summary) => summary === document.activeElement)) break;
  }
  await expect(tokens.compare).toBeFocused();
  // And the same way up, under what sticks to the top.
  for (let steps = 0; steps < 30; steps += 1) {
    await page.keyboard.press('Shift+Tab');
    await expectSeen();
  }
  await tokens.revokeSelected.press('Enter');
  await expect(tokens.dialog.cancel).toBeFocused();
  await expectSeen();
});

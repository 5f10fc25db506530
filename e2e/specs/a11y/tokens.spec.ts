import type { Page } from '@playwright/test';
import type { ListedToken } from '../../../testing/emulator.ts';
import { COLUMN_LABELS } from '../../../testing/facts.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { expectAccessible, expectContrast, expectFits } from '../../support/accessibility.ts';
import { hold } from '../../support/hold.ts';
import { listing } from '../../support/listing.ts';
import { DELETED, LISTED } from '../../support/requests.ts';
import { CHROMIUM_ONLY, expect, type Portal, test } from '../../support/test.ts';

// In Chromium only: colours, contrast and text size are emulated in ways that Firefox’s driver doesn’t know.

type Look = (state: string) => Promise<void>;

const SAMPLES = { emulatorArgs: ['--sample-tokens'] };

/** One of each kind, since looking at a row takes its time. */
const KINDS = [
  'x',
  'Laptop',
  'Build pipeline',
  'Break glass',
  'old-admin-script',
  'Partner feed',
  'demo administrator',
  'Trial key',
  'Leaked in a screenshot',
];
const isShown = (name: string): boolean =>
  KINDS.includes(name) || name.startsWith('a-token-name') || name.startsWith('Überwachung');

/** Walks through every state that the list has, and looks at each. */
const walk = async (page: Page, here: Portal, look: Look): Promise<void> => {
  const few = (body: string): string => JSON.stringify((JSON.parse(body) as ListedToken[]).filter(({ name }) => isShown(name)));
  here.server.fail(LISTED, { kind: 'rewrite', change: ({ status, body }) => ({ status, body: few(body) }) });
  const tokens = await TokensPage.open(page, here);
  await look('key asked');
  await tokens.showTokens.click();
  await tokens.errors.expectShown();
  await look('key missing');
  await tokens.show();
  await look('list');
  await tokens.access.unfold();
  for (const name of ['Build pipeline', 'Break glass', 'old-admin-script']) await tokens.details(name).click();
  await expect(tokens.unfolded).toHaveCount(3);
  await look('unfolded rows and access');
  for (const name of ['x', 'Laptop']) await tokens.select(name).check();
  await look('selection');
  await tokens.revoke('Laptop').click();
  await tokens.dialog.expectOpen('Revoke Laptop?');
  await look('dialog, asking for one');
  await tokens.dialog.cancel.click();
  await tokens.select('demo administrator').check();
  await tokens.revokeSelected.click();
  await expect(tokens.dialog.own).toBeVisible();
  await look('dialog, asking for several, the own key among them');
  await tokens.dialog.cancel.click();
  await tokens.select('demo administrator').uncheck();

  await tokens.revokeSelected.click();
  const held = await hold(page, DELETED);
  here.server.fail({ ...DELETED, times: 1 }, { kind: 'answer', status: 403, body: JSON.stringify({ message: 'w'.repeat(200) }) });
  await tokens.dialog.confirmAll(2).click();
  await held.arrived();
  await look('dialog, running');
  held.release();
  await tokens.dialog.expectOpen('1 of 2 tokens revoked');
  await look('dialog, over');
  await tokens.dialog.close.click();

  await tokens.reason('Expires within 7 days').click();
  await look('attention filter');
  await tokens.filter('All');
  await expect(tokens.row('Trial key')).toBeVisible();
  await look('all, ended ones among them');
  await tokens.search.fill('no such token');
  await expect(tokens.table).toHaveCount(0);
  await look('nothing found');
  here.server.fail({ ...LISTED, times: 1 }, { kind: 'answer', status: 503 });
  await tokens.refresh.click();
  await tokens.errors.expectShown();
  await look('refresh failed');
  here.server.fail({ ...LISTED, times: 1 }, listing([]));
  await tokens.search.fill('');
  await tokens.filter('Active');
  await tokens.refresh.click();
  await expect(page.getByText('This account has no active tokens.')).toBeVisible();
  await look('empty');

  await tokens.reread();
  await tokens.rotate('Break glass').click();
  await expect(page.getByText('This token replaces Break glass')).toBeVisible();
  await look('rotating');
  const create = new CreatePage(page);
  await create.create.click();
  await expect(create.review.region).toBeFocused();
  await look('rotating, review');
  await create.review.createAnyway.click();
  const result = new ResultPage(page);
  await expect(result.heading).toBeVisible();
  await look('rotating, result');
  await tokens.toTokens.click();
  await expect(tokens.unsaved).toBeVisible();
  await look('unsaved');
  await tokens.goBackToIt.click();
  await result.finish();
  await expect(page.getByRole('button', { name: 'Revoke Break glass', exact: true })).toBeVisible();
  await look('rotating, saved');
};

test('no state of the list has an accessibility violation', CHROMIUM_ONLY, async ({ page, portal }) => {
  test.slow();
  const here = await portal(SAMPLES);
  await walk(page, here, (state) => test.step(state, () => expectAccessible(page)));
});

test.describe('in dark colours', () => {
  test.use({ colorScheme: 'dark' });

  test('every state of the list can be read', CHROMIUM_ONLY, async ({ page, portal }) => {
    test.slow();
    const here = await portal(SAMPLES);
    await walk(page, here, (state) => test.step(state, () => expectContrast(page)));
  });
});

test('every state of the list fits 320 px', CHROMIUM_ONLY, async ({ page, portal }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  const here = await portal(SAMPLES);
  await walk(page, here, (state) => test.step(state, () => expectFits(page)));
});

test('every state of the list fits 320 px with text twice as large', CHROMIUM_ONLY, async ({ page, portal }) => {
  await page.setViewportSize({ width: 320, height: 800 });
  const session = await page.context().newCDPSession(page);
  await session.send('Page.enable');
  await session.send('Page.setFontSizes', { fontSizes: { standard: 32, fixed: 26 } });
  const here = await portal(SAMPLES);
  await walk(page, here, (state) => test.step(state, () => expectFits(page)));
});

test(
  'where there is no room for columns, a token takes two lines, and the order can still be changed',
  CHROMIUM_ONLY,
  async ({ page, portal }) => {
    await page.setViewportSize({ width: 320, height: 800 });
    const tokens = await TokensPage.openList(page, await portal(SAMPLES), '#tokens?search=build%20pipeline');
    await expect(tokens.cell('Build pipeline', 'Role')).toBeVisible();
    await expect(tokens.cell('Build pipeline', 'Expiration')).toBeVisible();
    for (const column of ['Status', 'Last used', 'Created', 'Issuer'])
      await expect(tokens.cell('Build pipeline', column), `${column} is among the details`).toBeHidden();
    // To assistive technology it is a table all the same.
    await expect(tokens.table.getByRole('columnheader')).toHaveText([
      ...COLUMN_LABELS.map((column) => new RegExp(`^${column}`)),
      'Actions',
    ]);
    await expect(tokens.row('Build pipeline').getByRole('rowheader')).toBeVisible();
    await tokens.sortBy('Name');
    await expect(tokens.columnHeader('Name')).toHaveAttribute('aria-sort', 'ascending');
    await tokens.details('Build pipeline').click();
    await tokens.select('Build pipeline').check();
    await expectAccessible(page);
    await tokens.revoke('Build pipeline').click();
    await tokens.dialog.expectOpen('Revoke Build pipeline?');
    await expectAccessible(page);
  },
);

test.describe('with forced colours', () => {
  test.use({ contextOptions: { forcedColors: 'active', reducedMotion: 'reduce' } });

  test('the table, its controls and the dialog keep an edge', CHROMIUM_ONLY, async ({ page, portal }) => {
    const tokens = await TokensPage.openList(page, await portal(SAMPLES));
    await tokens.revoke('Laptop').click();
    await expect(tokens.dialog.cancel).toBeVisible();
    for (const control of [
      tokens.search,
      tokens.status,
      tokens.refresh,
      tokens.dialog.dialog,
      tokens.dialog.cancel,
      tokens.dialog.confirm,
    ]) {
      const edge = await control.evaluate((element) => {
        const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(element);
        return {
          drawn: borderTopStyle !== 'none' && Number.parseFloat(borderTopWidth) >= 1,
          visible: borderTopColor !== backgroundColor,
        };
      });
      expect(edge).toEqual({ drawn: true, visible: true });
    }
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});

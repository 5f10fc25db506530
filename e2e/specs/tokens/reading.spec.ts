import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { FORGET_AFTER_MS, WARN_AFTER_MS } from '../../../testing/facts.ts';
import { FORGOTTEN, IdleWarning } from '../../pages/idle-warning.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { hold } from '../../support/hold.ts';
import { listed, listing } from '../../support/listing.ts';
import { LISTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { expect, RULES, test } from '../../support/test.ts';

/** Today at this hour, for a clock that goes on from there. */
const today = (hours: number, minutes: number): Date => {
  const start = new Date();
  start.setUTCHours(hours, minutes, 0, 0);
  return start;
};

test(
  'Refresh shows what changed and when it was read, and the words for times go on by themselves',
  RULES,
  async ({ page, portal }) => {
    const here = await portal();
    const start = today(10, 20);
    await page.clock.install({ time: start });
    const ends = new Date(start.getTime() + 20 * 60_000).toISOString();
    const soon = listed({ id: 1, name: 'ends soon', exp_date: ends });
    here.server.fail(LISTED, listing([soon, listed({ id: 2, name: 'goes' })]));
    const tokens = await TokensPage.openList(page, here);
    await expect(page.getByText('Last refreshed 10:20', { exact: true })).toBeVisible();
    await tokens.expectRow('ends soon', { Expiration: 'in 20 minutes' });
    await tokens.details('ends soon').click();

    await page.clock.fastForward('10:00');
    await tokens.expectRow('ends soon', { Expiration: 'in 10 minutes' });
    await expect(page.getByText('Last refreshed 10:20', { exact: true })).toBeVisible();
    await expect(tokens.unfolded).toHaveCount(1);
    here.server.fail(LISTED, listing([soon, listed({ id: 3, name: 'came' })]));
    await tokens.reread();
    await expect(page.getByText('Last refreshed 10:30', { exact: true })).toBeVisible();
    await tokens.expectNames(['ends soon', 'came']);
    await expect(tokens.refresh).toBeFocused();
  },
);

test('a token that ends while the list is on screen is called expired, and can be revoked as long as the service hasn’t said so', RULES, async ({ page, portal }) => {
  const here = await portal();
  await page.clock.install();
  const ends = new Date(Date.now() + 5 * 60_000).toISOString();
  here.server.fail(LISTED, listing([listed({ id: 1, name: 'ends soon', exp_date: ends }), listed({ id: 2, name: 'stays' })]));
  const tokens = await TokensPage.openList(page, here, '#tokens?status=all');
  await expect(tokens.revoke('ends soon')).toBeVisible();
  await page.clock.fastForward('07:00');
  await tokens.expectRow('ends soon', { Status: 'Expired', Expiration: '2 minutes ago' });
  // By this computer's clock, which may be wrong.
  for (const offered of [tokens.revoke('ends soon'), tokens.rotate('ends soon'), tokens.select('ends soon')])
    await expect(offered).toBeVisible();
  here.server.fail(
    LISTED,
    listing([listed({ id: 1, name: 'ends soon', exp_date: ends, expired: true }), listed({ id: 2, name: 'stays' })]),
  );
  await tokens.reread();
  for (const offered of [tokens.revoke('ends soon'), tokens.rotate('ends soon'), tokens.select('ends soon')])
    await expect(offered).toHaveCount(0);
  await tokens.filter('Active');
  await tokens.expectNames(['stays']);
});

test('a first reading that fails leaves the way to try again', RULES, async ({ page, portal }) => {
  const here = await portal();
  const tokens = await TokensPage.open(page, here);
  here.server.fail({ ...LISTED, times: 1 }, { kind: 'answer', status: 503 });
  await tokens.apiKey.fill(KEYS.Administrators);
  await tokens.showTokens.click();
  await tokens.errors.expectShown();
  await expect(tokens.table).toHaveCount(0);
  await tokens.showTokens.click();
  await expect(tokens.counted).toBeFocused();
  await tokens.errors.expectGone();
});

test(
  'a key that is not accepted any more leads to its field, and another one shows its own list',
  RULES,
  async ({ page, portal }) => {
    const here = await portal({ emulatorArgs: ['--sample-tokens'] });
    const tokens = await TokensPage.openList(page, here, '#tokens', KEYS.Engineers);
    await tokens.select('demo engineer').check();
    await here.emulator.revoke(1002);
    await tokens.refresh.click();
    await tokens.errors.expectShown();
    await expect(tokens.apiKey).toBeVisible();
    await tokens.errors.expectFor(tokens.apiKey, /does not accept this API key/);
    // The old list is still there to look at.
    await expect(tokens.row('demo engineer')).toBeVisible();
    await tokens.apiKey.fill(KEYS.Users);
    // What another key may see is none of this one's business.
    await expect(tokens.table).toHaveCount(0);
    await tokens.showTokens.click();
    await expect(tokens.row('demo user')).toBeVisible();
    await expect(tokens.row('demo engineer')).toHaveCount(0);
    await expect(page.getByText(/^\d+ tokens? selected/)).toHaveCount(0);
  },
);

test('a slow list of a key that was replaced meanwhile is never shown', RULES, async ({ page, portal }) => {
  const here = await portal();
  const tokens = await TokensPage.open(page, here);
  const slow = await hold(page, LISTED, 'answer');
  await tokens.apiKey.fill(KEYS.Users);
  await tokens.showTokens.click();
  await slow.arrived();
  await expect(tokens.showTokens).toHaveAttribute('aria-disabled', 'true');
  await tokens.showTokens.press('Enter');
  await tokens.access.enterKey(KEYS.Engineers);
  await expect(tokens.showTokens).not.toHaveAttribute('aria-disabled');
  await tokens.showTokens.click();
  await tokens.expectNames(['demo engineer']);
  const answered = page.waitForResponse(LISTED.path);
  slow.release();
  await answered;
  await settled(page);
  await tokens.expectNames(['demo engineer']);
  expect(here.server.requests(LISTED)).toHaveLength(2);
});

test('without use key and list are forgotten, and the focus is somewhere', RULES, async ({ page, portal }) => {
  const here = await portal();
  await page.clock.install();
  const tokens = await TokensPage.openList(page, here);
  await tokens.details('demo user').focus();
  await page.clock.fastForward(WARN_AFTER_MS + 5_000);
  await expect(new IdleWarning(page).keep).toBeVisible();
  await page.clock.fastForward(FORGET_AFTER_MS - WARN_AFTER_MS);
  await expect(tokens.announcement).toHaveText(FORGOTTEN);
  await expect(tokens.table).toHaveCount(0);
  await expect(tokens.showTokens).toBeVisible();
  await expect(tokens.apiKey).toHaveValue('');
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
});

test('a fixed account is shown and no other is asked about', RULES, async ({ page, portal }) => {
  const here = await portal({ config: { accountId: ACCOUNT } });
  const tokens = await TokensPage.openList(page, here);
  expect(here.server.requests(LISTED).map(({ path }) => path)).toEqual([`/iam/v2/clients/${ACCOUNT}/tokens`]);
  await expect(tokens.account).toHaveCount(0);
});

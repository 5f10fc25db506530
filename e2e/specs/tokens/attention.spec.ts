import { TokensPage } from '../../pages/tokens-page.ts';
import { listed, listing } from '../../support/listing.ts';
import { LISTED } from '../../support/requests.ts';
import { expect, RULES, test } from '../../support/test.ts';

const NOW = '2026-11-24T12:00:00Z';
const SAMPLES = { emulatorArgs: ['--sample-tokens', '--now', NOW] };

const REASONS: { label: string; counted: string; names: string[]; fragment: string }[] = [
  {
    label: 'Expires within 7 days', counted: '2 tokens expire within 7 days',
    names: ['x', 'Build pipeline'],
    fragment: 'expires-in-7-days',
  },
  {
    label: 'Expires within 30 days', counted: '6 tokens expire within 30 days',
    names: ['x', 'Build pipeline', 'Laptop', 'Cache purge after release', 'Prefetch before premieres', 'For the new colleague'],
    fragment: 'expires-in-30-days',
  },
  { label: 'Unused for 90 days', counted: '2 tokens are unused for 90 days', names: ['Break glass', 'Migration 2023'], fragment: 'unused-for-90-days' },
  {
    label: 'Administrators, never expires', counted: '5 tokens with the role Administrators never expire',
    names: ['Break glass', 'demo administrator', 'demo legacy', 'Migration 2023', 'old-admin-script'],
    fragment: 'endless-administrators',
  },
  {
    label: 'Issuer deleted', counted: '2 tokens have an issuer who was deleted',
    names: ['Migration 2023', 'old-admin-script'],
    fragment: 'deleted-issuers',
  },
];

test('what needs attention stands on top, and each reason shows its tokens alone', RULES, async ({ page, portal }) => {
  await page.clock.setFixedTime(NOW);
  const tokens = await TokensPage.openList(page, await portal(SAMPLES));
  const count = ({ counted }: { counted: string }): string => counted.split(' ')[0]!;
  await expect(tokens.attention.getByRole('button')).toHaveText(REASONS.map((reason) => `${reason.label} ${count(reason)}`));
  for (const { label, counted, names, fragment } of REASONS) {
    const reason = tokens.reason(label);
    await expect(reason).toHaveAttribute('aria-pressed', 'false');
    await reason.click();
    await expect(reason).toHaveAttribute('aria-pressed', 'true');
    await expect(tokens.attention.getByRole('button', { pressed: true })).toHaveCount(1);
    await tokens.expectFragment(`#tokens?attention=${fragment}`);
    await expect(tokens.counted).toHaveText(counted);
    await expect(tokens.counted).toBeInViewport();
    await expect(tokens.announcement).toHaveText(counted);
    await tokens.expectNames(names);
  }
  await page.goBack();
  await expect(tokens.counted).toHaveText('5 tokens with the role Administrators never expire');
  await page.goBack();
  await expect(tokens.counted).toHaveText('2 tokens are unused for 90 days');
  await tokens.search.fill('migration');
  await tokens.expectNames(['Migration 2023']);
  await tokens.expectFragment('#tokens?attention=unused-for-90-days&search=migration');

  // What was dealt with isn't counted any more.
  await tokens.revoke('Migration 2023').click();
  await tokens.dialog.confirm.click();
  for (const left of ['Unused for 90 days 1', 'Administrators, never expires 4', 'Issuer deleted 1'])
    await expect(tokens.attention.getByRole('button', { name: left, exact: true })).toBeVisible();
});

test('a reason that is pressed again shows all active tokens', RULES, async ({ page, portal }) => {
  await page.clock.setFixedTime(NOW);
  const tokens = await TokensPage.openList(page, await portal(SAMPLES), '#tokens?attention=expires-in-7-days');
  await expect(tokens.counted).toHaveText('2 tokens expire within 7 days');
  const reason = tokens.reason('Expires within 7 days');
  await expect(reason).toHaveAttribute('aria-pressed', 'true');
  await reason.click();
  await expect(tokens.counted).toHaveText('24 active tokens');
  await expect(reason).toBeFocused();
});

test('a quiet account is told that nothing needs attention', RULES, async ({ page, portal }) => {
  const here = await portal();
  const used = new Date().toISOString();
  here.server.fail(LISTED, listing([listed({ id: 1, last_usage: used })]));
  const tokens = await TokensPage.openList(page, here);
  await expect(tokens.attention).toContainText('Nothing: no token expires soon');
  await expect(tokens.attention.getByRole('button')).toHaveCount(0);
});

test('the expirations of the next 12 months unfold, and each month leads to its tokens', RULES, async ({ page, portal }) => {
  await page.clock.setFixedTime(NOW);
  const tokens = await TokensPage.openList(page, await portal(SAMPLES));
  await expect(tokens.timeline).toBeHidden();
  await tokens.months.click();
  const rows = await tokens.timeline.getByRole('row').allInnerTexts();
  const counted = rows.map((row) => row.split(/\t|\n/).filter((cell) => cell.trim() !== ''));
  expect(counted).toEqual([
    ['Month', 'Tokens that expire'],
    ['November 2026', '2'],
    ['December 2026', '5'],
    ['January 2027', '1'],
    ['February 2027', '3'],
    ['March 2027', '0'],
    ['April 2027', '0'],
    ['May 2027', '1'],
    ['June 2027', '2'],
    ['July 2027', '0'],
    ['August 2027', '0'],
    ['September 2027', '0'],
    ['October 2027', '1'],
    ['November 2027', '1'],
  ]);
  await tokens.revoke('Laptop').click();
  await tokens.dialog.confirm.click();
  await expect(tokens.timeline.getByRole('row', { name: 'December 2026 4', exact: true })).toHaveCount(1);
  await tokens.timeline.getByRole('link', { name: 'December 2026', exact: true }).click();
  await expect(tokens.counted).toHaveText('4 tokens expiring in December 2026');
  await tokens.expectFragment('#tokens?ends-in=2026-12');
  await expect(tokens.timeline.getByRole('link', { name: 'March 2027', exact: true })).toHaveCount(0);
});

test.describe('ahead of UTC', () => {
  test.use({ timezoneId: 'Pacific/Auckland' });

  test('a month is the reader’s own', RULES, async ({ page, portal }) => {
    await page.clock.setFixedTime(NOW);
    const here = await portal();
    here.server.fail(LISTED, listing([listed({ id: 7, name: 'new year', exp_date: '2026-12-31T20:00:00Z' })]));
    const tokens = await TokensPage.openList(page, here, '#tokens?ends-in=2027-01');
    await tokens.expectNames(['new year']);
    await tokens.months.click();
    await expect(tokens.timeline.getByRole('row', { name: 'January 2027 1', exact: true })).toHaveCount(1);
  });
});

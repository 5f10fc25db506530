import { TokensPage } from '../../pages/tokens-page.ts';
import { listed, listing } from '../../support/listing.ts';
import { LISTED } from '../../support/requests.ts';
import { expect, RULES, test } from '../../support/test.ts';

const NOW = '2026-11-24T12:00:00Z';
const SAMPLES = { emulatorArgs: ['--sample-tokens', '--now', NOW] };

const REASONS: { link: string; names: string[]; fragment: string }[] = [
  { link: '2 tokens expire within 7 days', names: ['x', 'Build pipeline'], fragment: 'expires-in-7-days' },
  {
    link: '6 tokens expire within 30 days',
    names: ['x', 'Build pipeline', 'Laptop', 'Cache purge after release', 'Prefetch before premieres', 'For the new colleague'],
    fragment: 'expires-in-30-days',
  },
  { link: '2 tokens are unused for 90 days', names: ['Break glass', 'Migration 2023'], fragment: 'unused-for-90-days' },
  {
    link: '5 tokens of administrators never expire',
    names: ['Break glass', 'demo administrator', 'demo legacy', 'Migration 2023', 'old-admin-script'],
    fragment: 'endless-administrators',
  },
  {
    link: '2 tokens have an issuer who was deleted',
    names: ['Migration 2023', 'old-admin-script'],
    fragment: 'deleted-issuers',
  },
];

test('what needs attention stands on top, and each reason leads to its tokens', RULES, async ({ page, portal }) => {
  await page.clock.setFixedTime(NOW);
  const tokens = await TokensPage.openList(page, await portal(SAMPLES));
  await expect(tokens.attention.getByRole('link')).toHaveText(REASONS.map(({ link }) => link));
  for (const { link, names, fragment } of REASONS) {
    await tokens.attention.getByRole('link', { name: link, exact: true }).click();
    await tokens.expectFragment(`#tokens?attention=${fragment}`);
    await expect(tokens.counted).toHaveText(link);
    await tokens.expectNames(names);
  }
  await page.goBack();
  await expect(tokens.counted).toHaveText('5 tokens of administrators never expire');
  await page.goBack();
  await expect(tokens.counted).toHaveText('2 tokens are unused for 90 days');
  await tokens.search.fill('migration');
  await tokens.expectNames(['Migration 2023']);
  await tokens.expectFragment('#tokens?attention=unused-for-90-days&search=migration');

  // What was dealt with isn't named any more.
  await tokens.revoke('Migration 2023').click();
  await tokens.dialog.confirm.click();
  await expect(tokens.attention.getByRole('link', { name: '1 token is unused for 90 days', exact: true })).toBeVisible();
  await expect(
    tokens.attention.getByRole('link', { name: '4 tokens of administrators never expire', exact: true }),
  ).toBeVisible();
  await expect(
    tokens.attention.getByRole('link', { name: '1 token has an issuer who was deleted', exact: true }),
  ).toBeVisible();
});

test('the way from a reason back to all active tokens is on screen', RULES, async ({ page, portal }) => {
  await page.clock.setFixedTime(NOW);
  const tokens = await TokensPage.openList(page, await portal(SAMPLES), '#tokens?attention=expires-in-7-days');
  await expect(tokens.counted).toHaveText('2 tokens expire within 7 days');
  const back = page.getByRole('link', { name: 'Show all active tokens', exact: true });
  await expect(back).toBeVisible();
  await back.click();
  await expect(tokens.counted).toHaveText('24 active tokens');
});

test('a quiet account is told that nothing needs attention', RULES, async ({ page, portal }) => {
  const here = await portal();
  const used = new Date().toISOString();
  here.server.fail(LISTED, listing([listed({ id: 1, last_usage: used })]));
  const tokens = await TokensPage.openList(page, here);
  await expect(tokens.attention).toContainText('Nothing: no token ends soon');
  await expect(tokens.attention.getByRole('link')).toHaveCount(0);
});

test(
  'the expirations of the next 12 months are drawn for the eye and a table for everybody else',
  RULES,
  async ({ page, portal }) => {
    await page.clock.setFixedTime(NOW);
    const tokens = await TokensPage.openList(page, await portal(SAMPLES));
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
    const drawing = page.locator('svg');
    await expect(drawing).toHaveAttribute('aria-hidden', 'true');
    await expect(drawing.locator('rect')).toHaveCount(13);
    expect(await drawing.locator('.count').allTextContents()).toEqual(['2', '5', '1', '3', '1', '2', '1', '1']);
    await tokens.revoke('Laptop').click();
    await tokens.dialog.confirm.click();
    await expect(drawing.locator('.count').nth(1)).toHaveText('4');
    await expect(tokens.timeline.getByRole('row', { name: 'December 2026 4', exact: true })).toHaveCount(1);
  },
);

for (const width of [320, 480, 481, 760, 1280]) {
  test(`the words of the drawing can be read, and don’t cover each other, at ${width} px`, RULES, async ({ page, portal }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.clock.setFixedTime(NOW);
    await TokensPage.openList(page, await portal(SAMPLES));
    const words = page.locator('svg text').filter({ visible: true });
    // The first month and the last are named at any width.
    await expect(words.filter({ hasText: 'Nov' })).toHaveCount(2);
    const boxes = await words.evaluateAll((all) => all.map((word) => word.getBoundingClientRect().toJSON() as DOMRect));
    expect(Math.min(...boxes.map(({ height }) => height))).toBeGreaterThan(10);
    const apart = (one: DOMRect, two: DOMRect): boolean =>
      one.right <= two.left || two.right <= one.left || one.bottom <= two.top || two.bottom <= one.top;
    for (const [at, box] of boxes.entries()) {
      expect(boxes.slice(at + 1).every((other) => apart(box, other))).toBe(true);
    }
  });
}

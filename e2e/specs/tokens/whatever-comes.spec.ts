import type { Page } from '@playwright/test';
import { TokensPage } from '../../pages/tokens-page.ts';
import { LISTED } from '../../support/requests.ts';
import { expect, type Portal, RULES, test } from '../../support/test.ts';

// Entries and searches that comparable pages failed on.

const LIST = [
  { id: 29841, name: 'ci-10', exp_date: null },
  { id: 2, name: 'ci-2', exp_date: null },
  { id: 3, name: 'zebra', exp_date: null },
  { id: 4, name: 'Ärger', exp_date: null },
  { id: 5, name: '\u{200b}', exp_date: null },
  { id: 51, name: '\u{2060}\u{feff} ', exp_date: null },
  { id: 52, name: '\u{3164}', exp_date: null },
  { id: 6, name: 'safe\u{202e}cod', exp_date: null },
  { id: 61, name: 'end\u{2066}less\u{2069}', exp_date: null },
  { id: 62, name: 'ci\u{200b}-prod', exp_date: null },
  { id: 7, name: 'old', exp_date: '1970-01-01T00:00:00Z', expired: false, deleted: false },
  { id: 71, name: 'older', exp_date: '0001-01-01T00:00:00Z', expired: false, deleted: false },
  { id: 72, name: 'oldest', exp_date: '1900-01-01 00:00:00', expired: false, deleted: false },
  { id: 8, name: 'ＦＵＬＬ straße', exp_date: null },
];
const UNREADABLE = ['{"id":18446744073709551615,"name":"too large"}', '"?"', '{"name":"without a number"}', '{"id":{}}', 'null'];
/** With half a surrogate in a name. */
const BODY = `[${[...LIST.map((token) => JSON.stringify(token)), ...UNREADABLE].join()}]`.replace('"zebra"', '"zebra\\ud83d"');

const openList = (page: Page, here: Portal): Promise<TokensPage> => {
  here.server.fail(LISTED, { kind: 'answer', status: 200, body: BODY });
  return TokensPage.openList(page, here);
};

test('entries that can’t be read are counted aloud, and cost the others nothing', RULES, async ({ page, portal }) => {
  const tokens = await openList(page, await portal());
  await expect(page.getByText('5 entries of the list can’t be read, and are not shown.')).toBeVisible();
  await expect(tokens.row('zebra\u{fffd}')).toBeVisible();
});

test('what a name hides is shown, and one without anything to see is called by its number', RULES, async ({ page, portal }) => {
  const tokens = await openList(page, await portal());
  for (const number of ['5', '51', '52']) await expect(tokens.table.getByText(`Token ${number}`, { exact: true })).toBeVisible();
  await expect(tokens.table.getByText(/safe.*U\+202E.*cod/)).toBeVisible();
  await expect(tokens.table.getByText(/end.*U\+2066.*less.*U\+2069/)).toBeVisible();
  await expect(tokens.table.getByText(/ci.*U\+200B.*-prod/)).toBeVisible();
});

test('a date that stands for none is not taken for an end', RULES, async ({ page, portal }) => {
  const tokens = await openList(page, await portal());
  for (const name of ['old', 'older', 'oldest']) {
    await tokens.expectRow(name, { Status: 'Active' });
    await expect(tokens.revoke(name)).toBeVisible();
    await expect(tokens.row(name)).not.toContainText('years ago');
  }
});

for (const [what, ahead, said] of [
  ['two days', 2, /^24 hours ago by this computer’s clock$/],
  ['a month', 31, /^30 days ago by this computer’s clock$/],
  ['ten years', 3_653, /^10(\.0)? years ago by this computer’s clock$/],
] as const) {
  test(`what still works is shown so, and can be revoked, where the clock is ${what} ahead`, RULES, async ({ page, portal }) => {
    const here = await portal();
    const { id } = await here.emulator.make('lives', { ends: new Date(Date.now() + 86_400_000).toISOString() });
    await page.clock.setFixedTime(Date.now() + ahead * 86_400_000);
    const tokens = await TokensPage.openList(page, here);
    await tokens.expectRow('lives', { Status: 'Active' });
    await expect(tokens.row('lives').getByText('by this computer’s clock')).toHaveText(said);
    await tokens.revoke('lives').click();
    await tokens.dialog.confirm.click();
    await tokens.dialog.expectGone();
    expect(await here.emulator.named('lives')).toEqual({ working: 0, deleted: 1 });
    expect(here.server.requests({ method: 'DELETE' })[0]?.path).toMatch(new RegExp(`/${id}$`));
  });
}

test('names are in the order in which people look for them', RULES, async ({ page, portal }) => {
  const tokens = await openList(page, await portal());
  await tokens.sortBy('Name');
  const names = await tokens.table.getByRole('rowheader').allInnerTexts();
  const at = (name: string): number => names.findIndex((shown) => shown.startsWith(name));
  expect(at('ci-2')).toBeLessThan(at('ci-10'));
  expect(at('Ärger')).toBeLessThan(at('ci-2'));
  expect(at('ci-10')).toBeLessThan(at('zebra'));
});

test('a search finds other forms, accents, widths and cases', RULES, async ({ page, portal }) => {
  const tokens = await openList(page, await portal());
  for (const [words, name] of [
    ['arger', 'Ärger'],
    ['A\u{308}RGER', 'Ärger'],
    ['full', 'ＦＵＬＬ'],
    ['STRASSE', 'ＦＵＬＬ'],
  ] as const) {
    await tokens.search.fill(words);
    await expect(tokens.table.getByRole('rowheader')).toHaveText([new RegExp(name)]);
  }
});

for (const leaked of [
  '29841_9f8e7d6c5b4a39281706',
  'Authorization: APIKey 29841$9f8e7d6c5b4a39281706',
  "export GCORE_API_KEY='29841_9f8e7d6c5b4a39281706'",
]) {
  test(`a leaked token is found by its number, and nothing else of it is kept: ${leaked.slice(0, 20)}…`, RULES, async ({
    page,
    portal,
  }) => {
    const tokens = await openList(page, await portal());
    await tokens.search.fill('29841');
    await tokens.search.fill(leaked);
    await expect(tokens.search).toHaveValue('29841');
    await expect(tokens.table.getByRole('rowheader')).toHaveText([/ci-10/]);
    await expect(page.getByText(/^You pasted a token\. Only its ID, the number before the “_”, is searched for;/)).toBeVisible();
    await expect.poll(() => page.url()).toContain('search=29841');
    expect(page.url()).not.toContain('9f8e');
    expect(await page.content()).not.toContain('9f8e');
    await tokens.search.fill('ci');
    await expect(page.getByText('Only its ID, the number before the “_”')).toHaveCount(0);
  });
}

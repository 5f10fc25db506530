import type { Page } from '@playwright/test';
import { KEYS } from '../../../testing/emulator.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { hold } from '../../support/hold.ts';
import type { Fault } from '../../support/portal-server.ts';
import { DELETED } from '../../support/requests.ts';
import { expect, type Portal, RULES, test } from '../../support/test.ts';
import { translate } from '../../support/translate.ts';

const NAMES = ['one', 'two', 'three', 'four'];

/** Makes tokens of these names and opens the list with all of them selected. */
const openSelected = async (
  page: Page,
  here: Portal,
  names: readonly string[] = NAMES,
): Promise<{ tokens: TokensPage; ids: number[] }> => {
  const ids: number[] = [];
  for (const name of names) ids.push((await here.emulator.make(name)).id);
  // In the order in which they were made, which the page keeps.
  const tokens = await TokensPage.openList(page, here, '#tokens?sort=created');
  for (const name of names) await tokens.select(name).check();
  await expect(page.getByText(`${names.length} tokens selected`, { exact: true })).toBeVisible();
  return { tokens, ids };
};

/** Which of the names the service still knows as working. */
const working = async ({ emulator }: Portal, names: readonly string[] = NAMES): Promise<string[]> => {
  const left = (await emulator.tokens()).filter(({ deleted }) => !deleted).map(({ name }) => name);
  return names.filter((name) => left.includes(name));
};

test('several tokens are revoked one after the other, with a result for each', RULES, async ({ page, portal }) => {
  const here = await portal();
  const { tokens, ids } = await openSelected(page, here);
  await tokens.select('four').uncheck();
  await here.emulator.revoke(ids[1] as number);
  await tokens.revokeSelected.click();
  await tokens.dialog.expectOpen('Revoke 3 tokens?');
  await expect(tokens.dialog.cancel).toBeFocused();
  await expect(tokens.dialog.dialog).toHaveAccessibleDescription(/uses one of these tokens stops working at once/);
  await expect(tokens.dialog.outcomes).toHaveText([
    `one (${ids[0]}) Never used`,
    `two (${ids[1]}) Never used`,
    `three (${ids[2]}) Never used`,
  ]);

  const held = await hold(page, { method: 'DELETE', path: new RegExp(`/${ids[2]}$`) });
  await tokens.dialog.confirmAll(3).click();
  // What became of the one that the service no longer knows, the list tells in the end.
  await tokens.dialog.expectOpen('Revoking: 1 of 3 done');
  await expect(tokens.dialog.outcome('three')).toHaveText(`three (${ids[2]}) Revoking…`);
  held.release();
  await tokens.dialog.expectOpen('3 of 3 tokens revoked');
  await expect(tokens.dialog.heading).toBeFocused();
  await expect(tokens.dialog.outcomes).toHaveText([
    `one (${ids[0]}) Revoked`,
    `two (${ids[1]}) Was already gone`,
    `three (${ids[2]}) Revoked`,
  ]);
  await expect(tokens.dialog.tryAgain).toHaveCount(0);
  await tokens.dialog.close.click();
  await tokens.dialog.expectGone();
  await expect(tokens.announcement).toHaveText('3 of 3 tokens revoked');
  await expect(tokens.counted).toBeFocused();
  await expect(tokens.revokeSelected).toHaveCount(0);
  for (const name of ['one', 'two', 'three']) await expect(tokens.row(name)).toHaveCount(0);
  expect(await working(here)).toEqual(['four']);
  // One after the other, each once.
  expect(here.server.requests(DELETED).map(({ path }) => Number(path.split('/').at(-1)))).toEqual(ids.slice(0, 3));
});

test(
  'Clear selection and Cancel revoke nothing, and what is selected survives a search, a sort and a refresh',
  RULES,
  async ({ page, portal }) => {
    const here = await portal();
    const { tokens } = await openSelected(page, here, ['one', 'two']);
    await tokens.search.fill('two');
    await tokens.expectNames(['two']);
    await tokens.sortBy('Name');
    await tokens.reread();
    await expect(tokens.select('two')).toBeChecked();
    await tokens.revokeSelected.click();
    // Also what the search hides: the dialog names all of them.
    await tokens.dialog.expectOpen('Revoke 2 tokens?');
    await expect(tokens.dialog.outcome('one')).toBeVisible();
    await page.keyboard.press('Escape');
    await tokens.dialog.expectGone();
    await expect(tokens.revokeSelected).toBeFocused();
    await tokens.clearSelection.click();
    await expect(tokens.counted).toBeFocused();
    await expect(tokens.select('two')).not.toBeChecked();
    await expect(tokens.revokeSelected).toHaveCount(0);
    expect(await working(here, ['one', 'two'])).toEqual(['one', 'two']);
  },
);

/** What happens to the second of four deletions, what is said of each, and which are left. */
const FAULTS: { what: string; fault: Fault; outcomes: RegExp[]; left: string[] }[] = [
  {
    what: 'the key is not accepted any more',
    fault: { kind: 'answer', status: 401 },
    outcomes: [/Revoked$/, /Not revoked: .*no longer accepts the API key/, /Not tried$/, /Not tried$/],
    left: ['two', 'three', 'four'],
  },
  {
    what: 'one is not allowed',
    fault: { kind: 'answer', status: 403, body: '{"message":"Owner only"}' },
    outcomes: [/Revoked$/, /Not revoked: .*not have permission to do this.*Owner only$/, /Revoked$/, /Revoked$/],
    left: ['two'],
  },
  {
    what: 'there were too many requests',
    fault: { kind: 'answer', status: 429, headers: { 'retry-after': '9' } },
    outcomes: [/Revoked$/, /Not revoked: .*Wait 9 seconds/, /Not tried$/, /Not tried$/],
    left: ['two', 'three', 'four'],
  },
  {
    what: 'no answer comes in time',
    fault: { kind: 'silence' },
    outcomes: [/Revoked$/, /Not revoked: No answer came, and the account’s list still contains it/, /Not tried$/, /Not tried$/],
    left: ['two', 'three', 'four'],
  },
  {
    what: 'the connection ends in the middle',
    // A deletion's answer has no body to cut: the connection ends without one.
    fault: { kind: 'refuse' },
    outcomes: [/Revoked$/, /Not revoked: No answer came, and the account’s list still contains it/, /Not tried$/, /Not tried$/],
    left: ['two', 'three', 'four'],
  },
  {
    what: 'the service acts and fails to say so',
    fault: { kind: 'rewrite', change: () => ({ status: 502 }) },
    outcomes: [/Revoked$/, /Revoked$/, /Revoked$/, /Revoked$/],
    left: [],
  },
];

for (const { what, fault, outcomes, left } of FAULTS) {
  test(`when ${what}, the rest is dealt with, and Try again goes on with what is left`, RULES, async ({ page, portal }) => {
    const here = await portal({ config: { timeoutSeconds: 1 } });
    const { tokens, ids } = await openSelected(page, here);
    here.server.fail({ ...DELETED, path: new RegExp(`/${ids[1]}$`), times: 1 }, fault);
    await tokens.revokeSelected.click();
    await tokens.dialog.confirmAll(4).click();
    await tokens.dialog.expectOpen(`${4 - left.length} of 4 tokens revoked`);
    await expect(tokens.dialog.outcomes).toHaveText(outcomes);
    expect(await working(here)).toEqual(left);
    // Behind the dialog the list is as true.
    for (const name of NAMES) await expect(tokens.row(name)).toHaveCount(left.includes(name) ? 1 : 0);
    if (left.length > 0) {
      await tokens.dialog.tryAgain.click();
      await tokens.dialog.expectOpen('4 of 4 tokens revoked');
      await expect(tokens.dialog.outcomes).toHaveText([/Revoked$/, /Revoked$/, /Revoked$/, /Revoked$/]);
    }
    await tokens.dialog.close.click();
    await expect(tokens.counted).toBeFocused();
    expect(await working(here)).toEqual([]);
    await expect(tokens.counted).toHaveText('4 active tokens');
  });
}

test('what was not revoked stays selected, so that it can be dealt with later', RULES, async ({ page, portal }) => {
  const here = await portal();
  const { tokens, ids } = await openSelected(page, here);
  here.server.fail({ ...DELETED, path: new RegExp(`/${ids[1]}$`) }, { kind: 'answer', status: 403 });
  await tokens.revokeSelected.click();
  await tokens.dialog.confirmAll(4).click();
  await tokens.dialog.expectOpen('3 of 4 tokens revoked');
  await page.keyboard.press('Escape');
  await tokens.dialog.expectGone();
  await expect(tokens.announcement).toHaveText('3 of 4 tokens revoked');
  await expect(tokens.select('two')).toBeChecked();
  await expect(page.getByText('1 token selected', { exact: true })).toBeVisible();
});

test('translated by the browser, the dialog still says what became of each token', RULES, async ({ page, portal }) => {
  const here = await portal();
  const { tokens, ids } = await openSelected(page, here, ['one', 'two']);
  here.server.fail({ ...DELETED, path: new RegExp(`/${ids[1]}$`) }, { kind: 'answer', status: 403 });
  await tokens.revokeSelected.click();
  await tokens.dialog.expectOpen('Revoke 2 tokens?');
  await translate(page);
  await tokens.dialog.confirmAll(2).click();
  await expect(tokens.dialog.heading).toHaveText('1 of 2 tokens revoked');
  await expect(tokens.dialog.outcomes).toHaveText([`one (${ids[0]}) Revoked`, /^two \(\d+\) .*was not revoked/i]);
});

test('Stop after this one leaves the rest alone', RULES, async ({ page, portal }) => {
  const here = await portal();
  const { tokens, ids } = await openSelected(page, here);
  const held = await hold(page, { method: 'DELETE', path: new RegExp(`/${ids[1]}$`) });
  await tokens.revokeSelected.click();
  await tokens.dialog.confirmAll(4).click();
  await tokens.dialog.expectOpen('Revoking: 1 of 4 done');
  // There is no way to close it unseen.
  await page.keyboard.press('Escape');
  await tokens.dialog.stop.click();
  held.release();
  await tokens.dialog.expectOpen('2 of 4 tokens revoked');
  await expect(tokens.dialog.outcomes).toHaveText([/Revoked$/, /Revoked$/, /Not tried$/, /Not tried$/]);
  await tokens.dialog.close.click();
  expect(await working(here)).toEqual(['three', 'four']);
  expect(here.server.requests(DELETED)).toHaveLength(2);
});

test(
  'the very key that the page is signed in with comes last, whatever it was selected with',
  RULES,
  async ({ page, portal }) => {
    const here = await portal();
    const own = await here.emulator.make('a key of my own', { role: 'Administrators' });
    for (const name of ['one', 'two']) await here.emulator.make(name);
    const tokens = await TokensPage.openList(page, here, '#tokens?sort=name', own.token);
    for (const name of ['a key of my own', 'one', 'two']) await tokens.select(name).check();
    await tokens.revokeSelected.click();
    await expect(tokens.dialog.own).toBeVisible();
    await expect(tokens.dialog.outcomes).toHaveText([/^one/, /^two/, /^a key of my own/]);
    await tokens.dialog.confirmAll(3).click();
    await tokens.dialog.expectOpen('3 of 3 tokens revoked');
    expect(await working(here, ['a key of my own', 'one', 'two'])).toEqual([]);
    expect((await here.emulator.whoAmI(own.token)).status).toBe(401);
  },
);

test('a person without the right to revoke others’ tokens is told so at each', RULES, async ({ page, portal }) => {
  const here = await portal({ emulatorArgs: ['--sample-tokens'] });
  const tokens = await TokensPage.openList(page, here, '#tokens', KEYS.Users);
  const names = (await tokens.names()).filter((name) => name !== 'demo user').slice(0, 2);
  expect(names).toHaveLength(2);
  await here.emulator.revoke(1003);
  for (const name of names) await tokens.select(name).check();
  await tokens.revokeSelected.click();
  await tokens.dialog.confirmAll(2).click();
  await tokens.dialog.expectOpen('0 of 2 tokens revoked');
  await expect(tokens.dialog.outcomes).toHaveText([/Not revoked: .*no longer accepts/, /Not tried$/]);
  expect(await working(here, names)).toEqual(names);
});

test(
  'what the page remembers of a token to be replaced ends with that token, also among several',
  RULES,
  async ({ page, portal }) => {
    const here = await portal();
    const { tokens } = await openSelected(page, here, ['one', 'two']);
    await tokens.rotate('one').click();
    await expect(page.getByText('This token replaces one')).toBeVisible();
    await page.goBack();
    await tokens.revokeSelected.click();
    await tokens.dialog.confirmAll(2).click();
    await tokens.dialog.expectOpen('2 of 2 tokens revoked');
    await tokens.dialog.close.click();
    await page.goForward();
    await expect(new CreatePage(page).create).toBeVisible();
    await expect(page.getByText('which keeps working until you revoke it')).toHaveCount(0);
  },
);

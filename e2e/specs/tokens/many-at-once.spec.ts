import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { ACCOUNT, HOLDERS, KEYS } from '../../../testing/emulator.ts';
import { PAGE_SIZE } from '../../../testing/facts.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { fact } from '../../support/fact.ts';
import { listed, listing } from '../../support/listing.ts';
import { DELETED, LISTED } from '../../support/requests.ts';
import { CHROMIUM_ONLY, expect, RULES, test } from '../../support/test.ts';

const NOW = '2026-11-24T12:00:00Z';
const SAMPLES = { emulatorArgs: ['--sample-tokens', '--now', NOW] };

const download = async (page: Page, button: Locator): Promise<string> => {
  const waiting = page.waitForEvent('download');
  await button.click();
  return readFile(await (await waiting).path(), 'utf8');
};

test('all that fit are selected, on every page, and what a filter hides is said', RULES, async ({ page, portal }) => {
  const here = await portal();
  const count = PAGE_SIZE + 20;
  here.server.fail(LISTED, listing(Array.from({ length: count }, (_, at) => listed({ id: at + 1, name: `ci-${at + 1}` }))));
  const tokens = await TokensPage.openList(page, here);
  await expect(tokens.selectAll).toHaveAccessibleName(`Select all ${count} shown`);
  await tokens.selectAll.check();
  await expect(tokens.announcement).toHaveText(`${count} tokens selected`);
  await tokens.search.fill('ci-7');
  const found = Array.from({ length: count }, (_, at) => `ci-${at + 1}`).filter((name) => name.includes('ci-7')).length;
  await expect(tokens.selectAll).toHaveAccessibleName(`Select all ${found} shown`);
  await expect(tokens.selectAll).toBeChecked();
  await expect(page.getByText(`${count} tokens selected, ${count - found} of them not shown`)).toBeVisible();
  await tokens.select('ci-7').uncheck();
  await expect(tokens.selectAll).toHaveJSProperty('indeterminate', true);
  await tokens.selectAll.check();
  await tokens.selectAll.uncheck();
  await expect(tokens.announcement).toHaveText(`${count - found} tokens selected, none of them shown`);
  await tokens.revokeSelected.click();
  await tokens.dialog.expectOpen(`Revoke ${count - found} tokens?`);
  await tokens.dialog.cancel.click();
  expect(here.server.requests(DELETED)).toEqual([]);
});

test('role and issuer narrow the list, count what they would show, and stand in the address', RULES, async ({ page, portal }) => {
  await page.clock.setFixedTime(NOW);
  const here = await portal(SAMPLES);
  const tokens = await TokensPage.openList(page, here);
  const selected = (select: Locator): Locator => select.getByRole('option', { selected: true });
  // Preselected for nobody.
  await expect(selected(tokens.role)).toHaveText('Any role');
  await expect(selected(tokens.issuer)).toHaveText('Any issuer');
  const engineers = await tokens.role.getByRole('option', { name: /^Engineers \(/ }).innerText();
  await tokens.role.selectOption({ label: engineers });
  await expect(tokens.counted).toHaveText(`${/\d+/.exec(engineers)![0]} active tokens`);
  await tokens.expectFragment('#tokens?role=5');
  await expect(tokens.issuer.getByRole('option', { name: /^Mine \(/ })).toHaveCount(1);
  await tokens.issuer.selectOption('mine');
  await tokens.expectFragment('#tokens?role=5&issuer=mine');

  await page.goto('about:blank');
  const again = await TokensPage.openList(page, here, '#tokens?issuer=mine');
  await expect(selected(again.issuer)).toHaveText(/^Mine/);
  await expect(again.cell((await again.names())[0]!, 'Issuer')).toHaveText(HOLDERS.Administrators);
});

test('another one is made like a token that is gone', RULES, async ({ page, portal }) => {
  await page.clock.setFixedTime(NOW);
  const here = await portal(SAMPLES);
  const tokens = await TokensPage.openList(page, here, '#tokens?status=expired');
  const [name = ''] = await tokens.names();
  const role = await tokens.cell(name, 'Role').innerText();
  await tokens.details(name).click();
  await tokens.createLike(name).click();
  const create = new CreatePage(page);
  await expect(create.name).toBeFocused();
  await expect(create.name).toHaveValue(name);
  await expect(create.chosen(create.role)).toHaveText(role);
  await expect(page.getByText(/This token replaces/)).toHaveCount(0);
  await create.submit({ review: (await create.chosen(create.expiration).innerText()) === 'Never' || role === 'Administrators' });
});

test('a token that breaks the operator’s rules is counted, and its details say which', RULES, async ({ page, portal }) => {
  const here = await portal({ config: { policy: { allowNever: false, requireDescription: true, namePattern: 'ci-.+' } } });
  here.server.fail(
    LISTED,
    listing([
      listed({ id: 1, name: 'ci-good', description: 'kept', exp_date: '2099-01-01T00:00:00Z' }),
      listed({ id: 2, name: 'endless', description: '' }),
    ]),
  );
  const tokens = await TokensPage.openList(page, here);
  const reason = tokens.reason('Breaks a rule');
  await expect(reason).toHaveText('Breaks a rule 1');
  await reason.click();
  await tokens.expectNames(['endless']);
  await tokens.expectFragment('#tokens?attention=broken-rules');
  await tokens.details('endless').click();
  await expect(tokens.unfolded).toContainText('Breaks a rule');
});

test('a token that breaks two of the operator’s rules says both, apart from each other', RULES, async ({ page, portal }) => {
  const here = await portal({ config: { policy: { allowNever: false, requireDescription: true } } });
  here.server.fail(LISTED, listing([listed({ id: 2, name: 'endless', description: '' })]));
  const tokens = await TokensPage.openList(page, here);
  await tokens.details('endless').click();
  await expect(fact(tokens.unfolded, 'Breaks a rule')).toHaveText(/^Never [^;]+; Has no Description[^;]+$/);
});

test('reminders are one calendar of all that the list shows, and the same one the next time', CHROMIUM_ONLY, async ({
  page,
  portal,
}) => {
  await page.clock.setFixedTime(NOW);
  const tokens = await TokensPage.openList(page, await portal(SAMPLES), '#tokens?search=pipeline');
  const calendar = await download(page, tokens.reminders);
  await expect(tokens.announcement).toHaveText(/^(1 reminder downloaded\. Open the file to add it|\d+ reminders downloaded\. Open the file to add them) to your calendar\.$/);
  expect(calendar).toMatch(/^BEGIN:VCALENDAR\r\n/);
  const uids = (text: string): string[] => [...text.matchAll(/^UID:(.+)\r$/gm)].map(([, uid]) => uid!);
  expect(uids(calendar)).toHaveLength([...calendar.matchAll(/BEGIN:VEVENT/g)].length);
  expect(new Set(uids(calendar)).size).toBe(uids(calendar).length);
  expect(calendar).toContain('BEGIN:VALARM');
  expect(uids(await download(page, tokens.reminders))).toEqual(uids(calendar));
  const [name = ''] = await tokens.names();
  await tokens.details(name).click();
  const one = await download(page, tokens.reminder(name));
  expect(uids(calendar)).toEqual(expect.arrayContaining(uids(one)));
});

test('what ends never has nothing to be reminded of', RULES, async ({ page, portal }) => {
  const here = await portal();
  here.server.fail(LISTED, listing([listed({ id: 1, name: 'endless' })]));
  const tokens = await TokensPage.openList(page, here);
  await tokens.reminders.click();
  await expect(tokens.announcement).toHaveText('None of these tokens has an expiration to be reminded of');
});

test('an earlier export shows what is new, gone and changed, and nothing leaves the browser', CHROMIUM_ONLY, async ({
  page,
  portal,
}) => {
  await page.clock.setFixedTime(NOW);
  const here = await portal();
  const before = [
    listed({ id: 1, name: 'stays' }),
    listed({ id: 2, name: 'goes' }),
    listed({ id: 3, name: 'changes', exp_date: '2027-01-01T00:00:00Z' }),
  ];
  here.server.fail({ ...LISTED, times: 1 }, listing(before));
  const tokens = await TokensPage.openList(page, here);
  const file = await download(page, tokens.exportJson);
  here.server.fail(
    { ...LISTED, times: 1 },
    listing([
      before[0]!,
      listed({ id: 3, name: 'changes', exp_date: '2027-06-01T00:00:00Z' }),
      listed({ id: 4, name: '<img src=x onerror=alert(1)>' }),
    ]),
  );
  await tokens.refresh.click();
  await expect(tokens.row('goes')).toHaveCount(0);
  const sent = here.server.apiRequests.length;
  await tokens.compare.click();
  await tokens.earlierExport.setInputFiles({ name: 'export.json', mimeType: 'application/json', buffer: Buffer.from(file) });
  await expect(tokens.announcement).toHaveText('Since that file: 1 new, 1 gone, 1 changed.');
  const lines = page.getByRole('listitem').filter({ hasText: /^ID \d/ });
  await expect(lines).toHaveText([/ID 4 · <img src=x/, /ID 2 · goes: Not listed any more/, /ID 3 · changes: .+ → .+/]);
  for (const [content, said] of [
    ['no list', /not a list in JSON/],
    ['[1, {}]', /No token can be read in this file/],
    ['[{"id": 987654, "name": "x"}]', /from another account or API key/],
  ] as const) {
    await tokens.earlierExport.setInputFiles({ name: 'x.json', mimeType: 'application/json', buffer: Buffer.from(content) });
    await expect(tokens.announcement).toHaveText(said);
  }
  expect(here.server.apiRequests).toHaveLength(sent);
});

test('a comparison with an export follows the list', CHROMIUM_ONLY, async ({ page, portal }) => {
  // Nothing but what is revoked is different later, such as when the key was last used.
  await page.clock.setFixedTime(NOW);
  const here = await portal({ emulatorArgs: ['--now', NOW] });
  const { id } = await here.emulator.make('goes');
  const tokens = await TokensPage.openList(page, here);
  const file = await download(page, tokens.exportJson);
  const says = (words: string): Promise<void> =>
    expect(page.getByRole('main').getByText(words, { exact: true })).toBeVisible();
  await tokens.compare.click();
  await tokens.earlierExport.setInputFiles({ name: 'export.json', mimeType: 'application/json', buffer: Buffer.from(file) });
  await says('Nothing has changed since that file.');
  await here.emulator.revoke(id);
  await tokens.reread();
  await says('Since that file: 1 gone.');
  await expect(page.getByRole('listitem').filter({ hasText: /^ID \d/ })).toHaveText([`ID ${id} · goes: Deleted`]);
});

test.describe('with a clipboard', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('the list is copied as a table for a ticket', CHROMIUM_ONLY, async ({ page, portal }) => {
    const here = await portal();
    here.server.fail(LISTED, listing([listed({ id: 7, name: 'a | b `c`\n# d' })]));
    const tokens = await TokensPage.openList(page, here);
    await tokens.copyAsMarkdown.click();
    await expect(tokens.announcement).toHaveText('List copied as Markdown');
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toContain(String(ACCOUNT));
    expect(text).toContain('Status: Active');
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(3);
    expect(text).not.toContain(KEYS.Administrators);
  });
});

for (const { width, height, rows } of [
  { width: 1280, height: 720, rows: 8 },
  { width: 390, height: 844, rows: 5 },
]) {
  test(`at least ${rows} tokens are seen when the list opens at ${width}×${height}`, CHROMIUM_ONLY, async ({ page, portal }) => {
    await page.setViewportSize({ width, height });
    await page.clock.setFixedTime(NOW);
    const tokens = await TokensPage.openList(page, await portal(SAMPLES));
    await tokens.names();
    await page.evaluate(() => scrollTo(0, 0));
    const seen = await tokens.table.getByRole('rowheader').evaluateAll((names) =>
      names.filter((name) => name.closest('tr')!.getBoundingClientRect().bottom <= innerHeight).length,
    );
    expect(seen).toBeGreaterThanOrEqual(rows);
  });
}

test.describe('with a clipboard for the results', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('what became of several tokens is copied and downloaded', CHROMIUM_ONLY, async ({ page, portal }) => {
    const here = await portal();
    await here.emulator.make('one');
    await here.emulator.make('two');
    const tokens = await TokensPage.openList(page, here);
    for (const name of ['one', 'two']) await tokens.select(name).check();
    await tokens.revokeSelected.click();
    here.server.fail({ ...DELETED, times: 1 }, { kind: 'answer', status: 403, body: '{"message":"Owner only"}' });
    await tokens.dialog.confirmAll(2).click();
    await tokens.dialog.expectOpen('1 of 2 tokens revoked');
    await page.getByRole('button', { name: 'Copy results', exact: true }).click();
    await expect(page.getByText('Results copied', { exact: true })).toBeVisible();
    const text = await page.evaluate(() => navigator.clipboard.readText());
    expect(text).toContain(`Account ${ACCOUNT}`);
    expect(text).toMatch(/one.*\n.*two/s);
    const csv = await download(page, page.getByRole('button', { name: 'Download results (CSV)', exact: true }));
    expect(csv).toContain('name,id,outcome');
    expect(csv).toMatch(/Owner only/);
    expect(csv).toMatch(/Revoked/);
  });
});

import { PAGE_SIZE } from '../../../testing/facts.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { listed, listing } from '../../support/listing.ts';
import { LISTED } from '../../support/requests.ts';
import { expect, RULES, test } from '../../support/test.ts';
import { wasmMemorySize, watchWasmMemory } from '../../support/wasm-memory.ts';

const COUNT = 5_000;
const number = (at: number): string => String(at).padStart(4, '0');

/** So many tokens, each with texts of the usual length. */
const MANY = Array.from({ length: COUNT }, (_, at) =>
  listed({
    id: at + 1,
    name: `token-${number(at + 1)}`,
    description: `what number ${at + 1} is for, at some length`,
    exp_date: new Date(Date.UTC(2030, 0, 1) + at * 60_000).toISOString(),
  }),
);

test('of 5,000 tokens one page is in the document at once, and all of them can be reached', RULES, async ({ page, portal }) => {
  const here = await portal();
  here.server.fail(LISTED, listing(MANY));
  const tokens = await TokensPage.openList(page, here, '#tokens?sort=name');
  const [previous, next] = ['Previous', 'Next'].map((name) => tokens.pages.getByRole('button', { name, exact: true }));
  if (!previous || !next) throw new Error('no way through the list');
  const shown = tokens.table.getByRole('rowheader');
  const second = `token-${number(PAGE_SIZE + 1)}`;
  await expect(tokens.counted).toHaveText('5,000 active tokens');
  await expect(tokens.pages).toContainText(`1 to ${PAGE_SIZE} of 5,000`);
  await expect(shown).toHaveCount(PAGE_SIZE);
  await expect(previous).toHaveAttribute('aria-disabled', 'true');
  await previous.press('Enter');
  await expect(tokens.pages).toContainText(`1 to ${PAGE_SIZE} of 5,000`);
  await next.click();
  await expect(tokens.pages).toContainText(`${PAGE_SIZE + 1} to ${2 * PAGE_SIZE} of 5,000`);
  await expect(tokens.counted).toBeFocused();
  expect((await tokens.names())[0]).toBe(second);
  await tokens.select(second).check();
  await tokens.sortBy('Name');
  // The last ones come first, from their start.
  await expect(tokens.pages).toContainText(`1 to ${PAGE_SIZE} of 5,000`);
  expect((await tokens.names())[0]).toBe('token-5000');
  await expect(page.getByText('1 token selected', { exact: true })).toBeVisible();

  await tokens.search.fill('token-49');
  await expect(tokens.counted).toHaveText('100 active tokens found');
  await expect(tokens.pages).toHaveCount(100 > PAGE_SIZE ? 1 : 0);
  await tokens.search.fill('token-4');
  await expect(tokens.pages).toContainText(`1 to ${PAGE_SIZE} of 1,000`);
  for (let step = 0; step < 1000 / PAGE_SIZE - 1; step += 1) await next.click();
  await expect(tokens.pages).toContainText(`${1000 - PAGE_SIZE + 1} to 1,000 of 1,000`);
  await expect(next).toHaveAttribute('aria-disabled', 'true');
  await next.press('Enter');
  await expect(shown).toHaveCount(PAGE_SIZE);
  await tokens.search.fill('4321');
  await tokens.expectNames(['token-4321']);
  // What was shown before is hidden at once, and gone soon: only the headings and this row are left.
  await expect(tokens.table.getByRole('rowgroup', { includeHidden: true })).toHaveCount(2);
});

const MEGABYTE = 1024 * 1024;

/** How large document and memory are, once the rows are built, and those that they replace are gone. */
const measure = async ({ page, table }: TokensPage): Promise<{ nodes: number; bytes: number }> => {
  const rows = table.getByRole('rowheader', { includeHidden: true });
  // Looked for often, since this is done often.
  await expect.poll(() => rows.count(), { intervals: [20] }).toBe(PAGE_SIZE);
  const nodes = await page.evaluate(() => document.getElementsByTagName('*').length);
  return { nodes, bytes: await wasmMemorySize(page) };
};

test('reading 5,000 tokens again and again leaves nothing behind in document and memory', RULES, async ({ page, portal }) => {
  test.slow();
  const here = await portal();
  here.server.fail(LISTED, listing(MANY));
  await watchWasmMemory(page);
  const tokens = await TokensPage.openList(page, here);
  // The memory finds its size first: the old list and the new one are there together for a moment.
  for (let round = 0; round < 8; round += 1) await tokens.reread();
  const before = await measure(tokens);
  expect(before.bytes).toBeGreaterThan(0);
  for (let round = 0; round < 10; round += 1) await tokens.reread();
  const after = await measure(tokens);
  expect(after.nodes).toBe(before.nodes);
  expect(after.bytes - before.bytes).toBeLessThan(MEGABYTE);
});

test('building the rows again and again leaves nothing behind in document and memory', RULES, async ({ page, portal }) => {
  test.slow();
  const here = await portal();
  here.server.fail(LISTED, listing(MANY.slice(0, PAGE_SIZE)));
  await watchWasmMemory(page);
  const tokens = await TokensPage.openList(page, here);
  const turn = async (): Promise<void> => {
    for (const column of ['Name', 'Name', 'Expiration', 'Expiration']) {
      await tokens.sortBy(column);
      await measure(tokens);
    }
  };
  await turn();
  const before = await measure(tokens);
  for (let round = 0; round < 8; round += 1) await turn();
  const after = await measure(tokens);
  expect(after.nodes).toBe(before.nodes);
  expect(after.bytes - before.bytes).toBeLessThan(MEGABYTE);
});

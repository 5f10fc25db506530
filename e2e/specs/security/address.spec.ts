import { CreatePage } from '../../pages/create-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { expect, RULES, test } from '../../support/test.ts';

const SAMPLES = { emulatorArgs: ['--sample-tokens'] };

const SECRET = '5f2b8c91d04e7a6392c1b7f05a83d94e';
const TOKEN = `987654_${SECRET}`;

for (const address of [
  `#tokens?search=${TOKEN}`,
  `#tokens?key=${TOKEN}`,
  `#create?${TOKEN}`,
  `#create?name=ci&token=${TOKEN.replace('_', '%24')}`,
  `#${TOKEN}`,
  `?key=${TOKEN}`,
  `?key=${TOKEN}#tokens?status=all`,
]) {
  test(`a token in the address ${address.replace(SECRET, '…')} is taken out of it, and said`, RULES, async ({ page, portal }) => {
    const here = await portal();
    await page.goto(here.url + address);
    await expect(page.getByRole('main').getByText(/revoke it/i)).toBeVisible();
    await expect(page).not.toHaveURL(new RegExp(SECRET));
    if (address.includes('status=all')) await expect(page).toHaveURL(/#tokens\?status=all$/);
  });
}

test('a token in a link that is followed later is taken out of the address as well', RULES, async ({ page, portal }) => {
  await CreatePage.open(page, await portal());
  await page.evaluate((to) => void (location.hash = to), `#tokens?search=${TOKEN}`);
  await expect(page.getByRole('main').getByText(/revoke it/i)).toBeVisible();
  await expect(page.getByRole('status')).toHaveText(/^The address held what looks like an API key or a token/);
  await expect(page).not.toHaveURL(new RegExp(SECRET));
});

test('an address without a token stays as it is', RULES, async ({ page, portal }) => {
  const here = await portal();
  await CreatePage.open(page, here, '?from=ticket_29841#create?name=ci');
  await expect(page).toHaveURL(/\?from=ticket_29841#create\?name=ci$/);
  await expect(page.getByText(/revoke it/i)).toHaveCount(0);
});

test('a token that is typed into the search key by key leaves its number there and in the address', RULES, async ({
  page,
  portal,
}) => {
  const tokens = await TokensPage.openList(page, await portal(SAMPLES));
  await tokens.search.pressSequentially(TOKEN);
  await expect(tokens.search).toHaveValue('987654');
  await expect(page).toHaveURL(/#tokens\?search=987654$/);
  // What is typed later is meant.
  await expect(tokens.announcement).toHaveText(/^0 |^No /);
  await tokens.search.press('End');
  await tokens.search.pressSequentially(' ci');
  await expect(tokens.search).toHaveValue('987654 ci');
});

import { ACCOUNT } from '../../testing/emulator.ts';
import { DELETED } from '../support/requests.ts';
import { TokensPage } from './pages/tokens-page.ts';
import { Key } from './tab.ts';
import { expect, test } from './test.ts';

const NEW = 'for revoking';

test('the list is searched, filtered and sorted, and its address says so', async ({ tab, portal }) => {
  const here = await portal();
  for (const name of ['Zebra 10', 'zebra 9', 'Äpfel']) await here.emulator.make(name);
  const tokens = await TokensPage.openList(tab, here);
  await tokens.column('Name').click();
  await tokens.announcement.expectText('Sorted by Name, ascending');
  const names = await tokens.names();
  expect(names[0]).toBe('Äpfel');
  expect(names.slice(-2)).toEqual(['zebra 9', 'Zebra 10']);

  await tokens.search.fill('zebra');
  await tokens.counted.expectText('2 active tokens found');
  expect(await tokens.names()).toEqual(['zebra 9', 'Zebra 10']);
  await tokens.search.fill('');
  await tokens.status.choose('Expired');
  await tokens.counted.expectText(/^\d+ expired tokens?$/);
  expect(new URL(await tab.driver.getCurrentUrl()).hash).toBe('#tokens?status=expired&sort=name');
});

test('a link shows the same view of the list', async ({ tab, portal }) => {
  const here = await portal();
  for (const name of ['first build', 'second build']) await here.emulator.make(name);
  const tokens = await TokensPage.openList(tab, here, '#tokens?search=d%20build&sort=name&order=descending');
  await tokens.counted.expectText('2 active tokens found');
  await tokens.search.expectValue('d build');
  expect(await tokens.names()).toEqual(['second build', 'first build']);
});

test('a token is revoked after a second look', async ({ tab, portal }) => {
  const here = await portal();
  const { id, token } = await here.emulator.make(NEW, { role: 'Engineers' });
  const tokens = await TokensPage.openList(tab, here);
  await tokens.details(NEW).click();
  await tab.expectSays('Token ID');
  await tokens.revoke(NEW).click();
  await tokens.dialog.part('heading', `Revoke ${NEW}?`).expectShown();
  await tokens.cancel.expectFocused();
  expect(here.server.requests(DELETED)).toEqual([]);

  await tokens.confirm.click();
  await tokens.dialog.expectGone();
  await tokens.announcement.expectText('Token revoked');
  await tokens.counted.expectFocused();
  await tokens.revoke(NEW).expectGone();
  expect(here.server.requests(DELETED).map(({ path }) => path)).toEqual([`/iam/v2/clients/${ACCOUNT}/tokens/${id}`]);
  expect(await here.emulator.whoAmI(token)).toMatchObject({ status: 401 });
});

test('the dialog keeps the focus, and Escape leads back to the button', async ({ tab, portal }) => {
  const here = await portal();
  await here.emulator.make(NEW);
  const tokens = await TokensPage.openList(tab, here);
  await tokens.revoke(NEW).press(Key.ENTER);
  await tokens.cancel.expectFocused();
  for (let steps = 0; steps < 5; steps += 1) {
    await tab.type(Key.TAB);
    // Between two rounds the focus is on nothing of the page: the browser's own controls come next.
    const inside = 'const focused = document.activeElement; return focused === document.body || focused.closest("dialog") !== null';
    expect(await tab.driver.executeScript(inside)).toBe(true);
  }
  await tab.type(Key.ESCAPE);
  await tokens.dialog.expectGone();
  await tokens.revoke(NEW).expectFocused();
  expect(here.server.requests(DELETED)).toEqual([]);
});

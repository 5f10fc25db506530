import { KEYS } from '../../testing/emulator.ts';
import { CreatePage } from './pages/create-page.ts';
import { ResultPage } from './pages/result-page.ts';
import type { Part } from './part.ts';
import { Key, type Tab } from './tab.ts';
import { expect, test } from './test.ts';

/** Goes on with the Tab key, and stands where a reader expects to. */
const tabTo = async (tab: Tab, next: Part): Promise<void> => {
  await tab.type(Key.TAB);
  await next.expectFocused();
};

test('a token can be created by keyboard alone, in the order of the page', async ({ tab, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(tab, here);
  for (const view of ['Create token', 'Tokens']) await tabTo(tab, tab.part('link', view));
  await tabTo(tab, create.apiKey);
  await tab.type(KEYS.Administrators, Key.ENTER);
  await create.name.expectFocused();
  await tab.type('by keyboard');
  await tabTo(tab, create.description);
  await tab.type('no mouse');
  await tabTo(tab, create.role);
  await tab.type('Adm');
  await expect.poll(() => create.role.chosen()).toBe('Administrators');
  await tabTo(tab, create.compareRoles);
  await tab.type(Key.SPACE);
  await tab.part('table', 'Roles').expectShown();
  await tabTo(tab, create.expiration);
  await tab.type('30');
  await expect.poll(() => create.expiration.chosen()).toBe('30 days');
  await tabTo(tab, create.preview);
  await tabTo(tab, create.create);
  await tab.type(Key.SPACE);
  await create.review.expectFocused();
  await tabTo(tab, create.createAnyway);
  await tab.type(Key.ENTER);

  const result = new ResultPage(tab);
  await result.heading.expectFocused();
  const token = await result.readToken();
  // What is below the token is built once that is drawn.
  await result.saved.expectShown();
  await tabTo(tab, result.hide);
  await tab.type(Key.SPACE);
  await result.show.expectFocused();
  await tabTo(tab, result.copyAs);
  await tabTo(tab, result.copy);
  await tabTo(tab, result.download);
  await tabTo(tab, result.verify);
  await tabTo(tab, result.saved);
  await tab.type(Key.ENTER);
  await result.receipt.expectFocused();
  expect((await here.emulator.whoAmI(token)).role).toBe('Administrators');
});

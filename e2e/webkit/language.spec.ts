import { CreatePage } from './pages/create-page.ts';
import { TokensPage } from './pages/tokens-page.ts';
import { expect, test } from './test.ts';

test.describe('in the locale C.UTF-8, of which WebKitGTK makes the language “C”', () => {
  test.use({ locale: 'C.UTF-8' });

  test('the token is shown, with its end in words', async ({ tab, portal }) => {
    const here = await portal();
    const create = await CreatePage.open(tab, here);
    expect(await tab.driver.executeScript('return navigator.language')).toBe('C');
    await create.fill();
    await create.expiration.choose('Custom');
    await create.customExpiration.expectShown();
    const result = await create.submit();
    expect(await here.emulator.whoAmI(await result.readToken())).toMatchObject({ status: 200 });
    await tab.expectSays(/Expires (Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? .*20\d\d/);
    await result.finish();
  });

  test('the list is shown and sorted', async ({ tab, portal }) => {
    const here = await portal();
    await here.emulator.make('Zebra');
    await here.emulator.make('äpfel');
    const tokens = await TokensPage.openList(tab, here);
    await tokens.column('Name').click();
    await tokens.announcement.expectText('Sorted by Name, ascending');
    const names = await tokens.names();
    expect([names.at(0), names.at(-1)]).toEqual(['äpfel', 'Zebra']);
  });
});

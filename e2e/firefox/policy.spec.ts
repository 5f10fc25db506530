import { CreatePage } from '../pages/create-page.ts';
import { expect, test } from '../support/test.ts';

/** Whether a text is taken for markup. */
const takesMarkup = (): boolean => {
  try {
    document.createElement('div').innerHTML = '<b>bold</b>';
    return true;
  } catch {
    return false;
  }
};

test('Firefox holds the page to Trusted Types, and reports what goes against them', async ({ browser, portal }) => {
  const here = await portal();
  // A page of its own: in the test's, the complaint would be a failure.
  const page = await browser.newPage();
  await CreatePage.open(page, here);
  expect(here.server.violations).toEqual([]);
  expect(await page.evaluate(takesMarkup)).toBe(false);
  await expect.poll(() => here.server.violations.join()).toContain('require-trusted-types-for');
  await page.close();
  here.server.violations.length = 0;
});

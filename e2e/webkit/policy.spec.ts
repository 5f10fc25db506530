import { CreatePage } from './pages/create-page.ts';
import { expect, test } from './test.ts';

/** Whether a text is taken for markup. */
const TAKES_MARKUP = `try {
  document.createElement('div').innerHTML = '<b>bold</b>';
  return true;
} catch {
  return false;
}`;

test('WebKit holds the page to Trusted Types, and reports what goes against them', async ({ tab, portal }) => {
  const here = await portal();
  await CreatePage.open(tab, here);
  expect(here.server.violations).toEqual([]);
  expect(await tab.driver.executeScript(TAKES_MARKUP)).toBe(false);
  await expect.poll(() => here.server.violations.join()).toContain('require-trusted-types-for');
  // They were this test's own.
  here.server.violations.length = 0;
});

test('an error that nobody catches would fail any test', async ({ tab, portal }) => {
  const here = await portal();
  await CreatePage.open(tab, here);
  await tab.driver.executeScript('setTimeout(() => { throw new Error("thrown for this test") }); console.error("said", 1)');
  await expect.poll(() => here.server.complaints.sort()).toEqual([
    'console error: said 1',
    expect.stringMatching(/^uncaught: .*thrown for this test/),
  ]);
  here.server.complaints.length = 0;
});

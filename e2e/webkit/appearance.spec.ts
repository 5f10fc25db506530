import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { CreatePage } from './pages/create-page.ts';
import { ResultPage } from './pages/result-page.ts';
import { TokensPage } from './pages/tokens-page.ts';
import type { Tab } from './tab.ts';
import { expect, test } from './test.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

/** What axe-core finds: violations of WCAG 2.2 A and AA, and of its best practices. */
const violations = async (tab: Tab): Promise<unknown[]> => {
  await tab.driver.executeScript(AXE);
  const script = `const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const pick = ({ id, help, nodes }) => ({ id, help, where: nodes.map(({ html, failureSummary }) => [html, failureSummary]) });
    const done = arguments[0];
    axe.run({ runOnly: tags }).then((found) => done(found.violations.map(pick)));`;
  return tab.driver.executeAsyncScript(script);
};

/** How much wider the page is than the window. */
const sticksOut = (tab: Tab): Promise<number> =>
  tab.driver.executeScript('const { scrollWidth, clientWidth } = document.documentElement; return scrollWidth - clientWidth');

const expectFine = async (tab: Tab): Promise<void> => {
  expect(await violations(tab), 'accessibility').toEqual([]);
  expect(await sticksOut(tab), 'pixels to the side').toBe(0);
};

/** Goes through the main states, and looks at each. */
const walk = async (tab: Tab, here: { url: string }): Promise<void> => {
  const create = await CreatePage.open(tab, here);
  await test.step('empty', () => expectFine(tab));
  await create.create.click();
  await create.errors.expectFocused();
  await test.step('errors', () => expectFine(tab));
  const name = 'a-name-that-is-long-and-has-no-place-to-break-'.repeat(3);
  await create.fill({ name, role: 'Administrators', expiration: 'Custom' });
  await create.create.click();
  await create.review.expectFocused();
  await test.step('review', () => expectFine(tab));
  await create.createAnyway.click();
  const result = new ResultPage(tab);
  await result.heading.expectFocused();
  await test.step('result', () => expectFine(tab));
  await result.finish();
  await test.step('saved', () => expectFine(tab));
  await tab.driver.get('about:blank');
  const tokens = await TokensPage.openList(tab, here);
  await tokens.details(name).click();
  await test.step('list', () => expectFine(tab));
};

test('every main state fits into the narrowest window and has no accessibility violation', async ({ tab, portal }) => {
  await tab.driver.manage().window().setRect({ width: 320, height: 900 });
  await walk(tab, await portal());
  // The browser's own buttons take that much.
  expect(await tab.driver.executeScript('return innerWidth')).toBeLessThan(500);
});

test.describe('in dark colours', () => {
  test.use({ flags: ['--dark-mode'] });

  test('no main state has an accessibility violation', async ({ tab, portal }) => {
    await walk(tab, await portal());
    expect(await tab.driver.executeScript('return matchMedia("(prefers-color-scheme: dark)").matches')).toBe(true);
  });
});

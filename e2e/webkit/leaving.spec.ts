import { POSTED } from '../support/requests.ts';
import { CreatePage } from './pages/create-page.ts';
import { eventually } from './part.ts';
import type { Tab } from './tab.ts';
import { expect, test } from './test.ts';

/**
 * Leaves the page for another one of its host, and tells whether the page wanted that to be asked about. The question itself is
 * never seen: WebDriver answers it by itself.
 */
const asksBeforeLeaving = async (tab: Tab, { url }: { url: string }): Promise<boolean> => {
  await tab.driver.executeScript(
    `addEventListener('beforeunload', (event) => sessionStorage.setItem('asks', String(event.defaultPrevented)));
    location.href = arguments[0];`,
    `${url}config.json`,
  );
  await eventually(async () => expect(await tab.driver.getCurrentUrl()).toContain('config.json'));
  return (await tab.driver.executeScript<string>('return sessionStorage.getItem("asks")')) === 'true';
};

test('leaving never asks before there is a token', async ({ tab, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(tab, here);
  await create.fill();
  expect(await asksBeforeLeaving(tab, here)).toBe(false);
});

test('leaving asks while a token is on its way', async ({ tab, portal }) => {
  const here = await portal();
  here.server.fail(POSTED, { kind: 'silence' });
  const create = await CreatePage.open(tab, here);
  await create.fill();
  await create.create.click();
  await create.announcement.expectText('Creating token');
  expect(await asksBeforeLeaving(tab, here)).toBe(true);
});

test('leaving asks while a token is unsaved', async ({ tab, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(tab, here);
  await create.fill();
  await (await create.submit()).readToken();
  expect(await asksBeforeLeaving(tab, here)).toBe(true);
});

test('leaving asks nothing more once the token is saved', async ({ tab, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(tab, here);
  await create.fill();
  await (await create.submit()).finish();
  expect(await asksBeforeLeaving(tab, here)).toBe(false);
});

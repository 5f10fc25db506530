import { ACCOUNT, KEYS } from '../../testing/emulator.ts';
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

/** Leaves the page for another one of its host and comes back to it as it was left, from the browser's memory. */
const leaveAndComeBack = async (tab: Tab, { url }: { url: string }): Promise<void> => {
  await tab.driver.executeScript('addEventListener("pageshow", ({ persisted }) => (window.cameBack = persisted))');
  await tab.driver.get(`${url}config.json`);
  await tab.driver.navigate().back();
  expect(await tab.driver.executeScript('return window.cameBack'), 'from memory').toBe(true);
};

test('a form that is left comes back without the key, and with the rest', async ({ tab, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(tab, here);
  await create.fill({ name: 'left behind', expiration: 'Custom' });
  await create.description.fill('kept');
  const until = await create.customExpiration.value();
  await leaveAndComeBack(tab, here);
  await create.name.expectValue('left behind');
  await create.description.expectValue('kept');
  await create.customExpiration.expectValue(until);
  await create.account.expectValue(String(ACCOUNT));
  await create.apiKey.expectValue('');
  expect(await tab.html()).not.toContain(KEYS.Administrators);

  await create.enterKey();
  await create.submit();
  expect(await here.emulator.named('left behind')).toEqual({ working: 1, deleted: 0 });
});

test('a token that is left does not come back, nor does the key', async ({ tab, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(tab, here);
  await create.fill({ name: 'left behind' });
  const token = await (await create.submit()).readToken();
  await leaveAndComeBack(tab, here);
  await create.name.expectValue('left behind');
  const html = await tab.html();
  for (const secret of [token, KEYS.Administrators]) expect(html).not.toContain(secret);
});

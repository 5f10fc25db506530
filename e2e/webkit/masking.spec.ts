import { KEYS } from '../../testing/emulator.ts';
import { FORGET_AFTER_MS, MASK_AFTER_MS, WARN_AFTER_MS } from '../../testing/facts.ts';
import { FORGOTTEN } from '../pages/idle-warning.ts';
import { CreatePage } from './pages/create-page.ts';
import { expect, test } from './test.ts';

/** The page looks at its clock every five seconds. */
const A_LOOK_MS = 10_000;

test('the API key is masked unless it is shown', async ({ tab, portal }) => {
  const create = await CreatePage.open(tab, await portal());
  const masked = (): Promise<string> => create.apiKey.ask('return getComputedStyle(arguments[0]).webkitTextSecurity');
  expect(await masked()).toBe('disc');
  await create.showApiKey.click();
  await expect.poll(masked).toBe('none');
});

test('a token is masked when the window goes out of sight, and shown on demand', async ({ tab, portal }) => {
  const create = await CreatePage.open(tab, await portal());
  await create.fill();
  const result = await create.submit();
  const token = await result.readToken();
  await tab.driver.manage().window().minimize();
  await result.expectMasked(token);
  await tab.driver.manage().window().setRect({ width: 1280, height: 1000 });
  await result.expectMasked(token);
  await result.show.click();
  expect(await result.readToken()).toBe(token);
});

test('a token is masked without use', async ({ tab, portal }) => {
  const create = await CreatePage.open(tab, await portal());
  await create.fill();
  const result = await create.submit();
  const token = await result.readToken();
  await tab.passTime(MASK_AFTER_MS);
  await result.expectMasked(token, A_LOOK_MS);
  await result.show.click();
  expect(await result.readToken()).toBe(token);
});

test('without use a warning comes, and then the API key is forgotten', async ({ tab, portal }) => {
  const create = await CreatePage.open(tab, await portal());
  await create.fill({ name: 'kept' });
  await tab.passTime(WARN_AFTER_MS);
  await tab.part('button', 'Keep API key').expectShown(A_LOOK_MS);
  await tab.passTime(FORGET_AFTER_MS - WARN_AFTER_MS);
  await create.announcement.expectText(FORGOTTEN, A_LOOK_MS);
  expect(await tab.html()).not.toContain(KEYS.Administrators);
  await create.apiKey.expectValue('');
  await create.name.expectValue('kept');
});

import type { Locator, Page } from '@playwright/test';
import { ACCOUNT, HOLDERS, KEYS } from '../../../testing/emulator.ts';
import { FORGET_AFTER_MS, WARN_AFTER_MS } from '../../../testing/facts.ts';
import { CreatePage, type NewToken, NO_ROLE } from '../../pages/create-page.ts';
import { FORGOTTEN, IdleWarning, KEPT, LAST_CALL, WARNING } from '../../pages/idle-warning.ts';
import { hold } from '../../support/hold.ts';
import { LOOKED_UP, POSTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { expect, RULES, test } from '../../support/test.ts';

const NEW_TOKEN: NewToken = {
  name: 'again',
  description: 'kept',
  role: 'Users',
  expiration: 'Custom',
  until: '2029-02-03T04:05',
};
/** Well into the warning, and on to the end of it. */
const INTO_WARNING_MS = WARN_AFTER_MS + 5_000;
const REST_MS = FORGET_AFTER_MS - WARN_AFTER_MS;

test(
  'Create another like this keeps every field and the key; Create another token only key and account',
  RULES,
  async ({ page, portal }) => {
    const here = await portal();
    const create = await CreatePage.open(page, here);
    await create.fill(NEW_TOKEN);
    const first = await create.submit();
    const token = await first.readToken();
    await (await first.finish()).createAnotherLikeThis.click();
    await create.expectKept(NEW_TOKEN);
    expect(await page.content()).not.toContain(token);

    const second = await create.submit();
    expect(await second.readToken()).not.toBe(token);
    await second.revokeAndConfirm();
    await second.createAnotherLikeThis.click();
    await create.expectKept(NEW_TOKEN);
    await (await (await create.submit()).finish()).createAnother.click();
    await create.expectKept({ name: '', role: NO_ROLE });
    const keys = here.server.requests(POSTED).map(({ headers }) => headers.authorization);
    expect(keys).toEqual(Array<string>(3).fill(`APIKey ${KEYS.Administrators}`));
  },
);

test('the key is forgotten without use, and before that the page asks', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.openWithClock(page, here);
  const { region, keep } = new IdleWarning(page);
  await create.fill(NEW_TOKEN);
  await create.lookUpAccount();

  await page.clock.fastForward(WARN_AFTER_MS - 10_000);
  await settled(page);
  await expect(region).toHaveCount(0);
  await page.clock.fastForward(15_000);
  await expect(region).toBeVisible();
  await expect(create.announcement).toHaveText(WARNING);
  await page.keyboard.press('Shift');
  await expect(region).toHaveCount(0);
  await expect(create.announcement).toHaveText(KEPT);
  await create.expectKept(NEW_TOKEN);

  await page.clock.fastForward(INTO_WARNING_MS);
  await keep.click();
  await expect(region).toHaveCount(0);
  await create.expectKept(NEW_TOKEN);

  await page.clock.fastForward(INTO_WARNING_MS);
  await expect(region).toBeVisible();
  await page.clock.fastForward(REST_MS);
  await expect(region).toHaveCount(0);
  await expect(create.announcement).toHaveText(FORGOTTEN);
  await create.expectKept({ ...NEW_TOKEN, key: '' });
  await expect(page.getByText(HOLDERS.Administrators)).toHaveCount(0);

  // Nothing is left of it: the form asks for it anew, and nothing is sent.
  const before = here.server.apiRequests.length;
  await create.create.click();
  await create.errors.expectFor(create.apiKey, 'Enter your API key.');
  expect(here.server.apiRequests).toHaveLength(before);

  // A laptop that slept has no minute left to ask.
  await create.fill(NEW_TOKEN);
  await create.create.focus();
  await page.keyboard.press('Shift');
  await page.clock.fastForward('09:00:00');
  await expect(create.announcement).toHaveText(FORGOTTEN);
  await create.expectKept({ ...NEW_TOKEN, key: '' });
});

test('the warning stays in view, counts down, and is heard twice', RULES, async ({ page, portal }) => {
  const create = await CreatePage.openWithClock(page, await portal());
  const warning = new IdleWarning(page);
  await page.setViewportSize({ width: 900, height: 500 });
  await create.fill();
  await create.lookUpAccount();
  await page.clock.fastForward(INTO_WARNING_MS);
  await expect(warning.left).toBeVisible();
  await expect(create.announcement).toHaveText(WARNING);
  const atFirst = await warning.seconds();
  expect(atFirst).toBeGreaterThan(40);
  expect(atFirst).toBeLessThanOrEqual(REST_MS / 1000);
  for (const block of ['end', 'start'] as const) {
    await page.locator('main').evaluate((main, at) => main.scrollIntoView({ block: at }), block);
    await expect(warning.region).toBeInViewport({ ratio: 1 });
  }
  const heard = await create.announcement.evaluateHandle((region) => {
    const words: string[] = [];
    new MutationObserver(() => {
      const said = region.textContent;
      if (said && words.at(-1) !== said) words.push(said);
    }).observe(region, { childList: true, subtree: true, characterData: true });
    return words;
  });
  await page.clock.runFor(20_000);
  const later = await warning.seconds();
  expect(atFirst - later).toBeGreaterThanOrEqual(20);
  expect(await heard.jsonValue()).toEqual([]);
  await page.clock.runFor((later - 5) * 1000);
  await expect(create.announcement).toHaveText(LAST_CALL);
  expect(await warning.seconds()).toBeLessThanOrEqual(5);
  expect(await heard.jsonValue()).toEqual([LAST_CALL]);
  await page.clock.runFor(6_000);
  await expect(warning.region).toHaveCount(0);
  await expect(create.announcement).toHaveText(FORGOTTEN);
  await create.expectSays(new RegExp(`^${FORGOTTEN}\\.`));
  await create.expectKept({ key: '' });
});

test('the warning covers nothing that has the focus', RULES, async ({ page, portal }) => {
  const create = await CreatePage.openWithClock(page, await portal());
  const { region } = new IdleWarning(page);
  await page.setViewportSize({ width: 320, height: 480 });
  await create.fill();
  const bottom = (of: Locator) => of.evaluate((element) => element.getBoundingClientRect().bottom);
  const top = (of: Locator) => of.evaluate((element) => element.getBoundingClientRect().top);
  for (const focused of [create.create, create.name, create.expiration]) {
    await focused.focus();
    await focused.evaluate((element) => element.scrollIntoView({ block: 'end' }));
    await page.keyboard.press('Shift');
    await page.clock.fastForward(INTO_WARNING_MS);
    await expect(region).toBeInViewport({ ratio: 1 });
    await expect.poll(async () => (await bottom(focused)) <= (await top(region))).toBe(true);
    await expect(focused).toBeFocused();
  }
});

for (const [what, read] of [
  ['scrolls', (page: Page) => page.mouse.wheel(0, 50)],
  ['points', (page: Page) => page.mouse.move(300, 300)],
  ['selects', (page: Page) => page.evaluate(() => getSelection()?.selectAllChildren(document.querySelector('main h2')!))],
  // Into the field that has the focus, as by dictation.
  ['writes without keys', (page: Page) => page.evaluate(() => document.activeElement?.dispatchEvent(new InputEvent('input', { bubbles: true })))],
] as const) {
  test(`somebody who only ${what} is there, and keeps the key`, RULES, async ({ page, portal }) => {
    const create = await CreatePage.openWithClock(page, await portal());
    await create.apiKey.fill(KEYS.Administrators);
    await page.mouse.move(200, 200);
    await page.clock.fastForward(WARN_AFTER_MS - 10_000);
    await read(page);
    await settled(page);
    await page.clock.fastForward(15_000);
    await settled(page);
    await expect(new IdleWarning(page).region).toHaveCount(0);
    await expect(create.apiKey).toHaveValue(KEYS.Administrators);
    // Nobody after that.
    await page.clock.fastForward(FORGET_AFTER_MS);
    await expect(create.apiKey).toHaveValue('');
  });
}

test('the answer Keep API key leaves the focus somewhere', RULES, async ({ page, portal }) => {
  const create = await CreatePage.openWithClock(page, await portal());
  await create.fill();
  await create.name.focus();
  await page.clock.fastForward(INTO_WARNING_MS);
  await new IdleWarning(page).keep.click();
  await expect(new IdleWarning(page).region).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
});

test('once the token is saved or revoked, the key is forgotten there as well', RULES, async ({ page, portal }) => {
  const create = await CreatePage.openWithClock(page, await portal());
  await create.fill();
  const receipt = await (await create.submit()).finish();
  await page.clock.fastForward(INTO_WARNING_MS);
  await expect(new IdleWarning(page).region).toBeVisible();
  await page.clock.fastForward(REST_MS);
  await expect(create.announcement).toHaveText(FORGOTTEN);
  await receipt.createAnotherLikeThis.click();
  await create.expectKept({ key: '' });
});

test('a page without a key has nothing to forget', RULES, async ({ page, portal }) => {
  const create = await CreatePage.openWithClock(page, await portal());
  await create.name.fill('typed');
  await page.clock.fastForward(INTO_WARNING_MS);
  await settled(page);
  await expect(new IdleWarning(page).region).toHaveCount(0);
  await page.clock.fastForward(FORGET_AFTER_MS);
  await settled(page);
  await expect(create.announcement).toHaveText('');
  await expect(create.name).toHaveValue('typed');
});

test('Forget API key empties field and memory and leads to the field', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill(NEW_TOKEN);
  await create.lookUpAccount();
  await create.forgetKey.click();
  await expect(create.apiKey).toBeFocused();
  await expect(create.announcement).toHaveText('API key forgotten');
  await create.expectKept({ ...NEW_TOKEN, key: '' });
  await expect(page.getByText(HOLDERS.Administrators)).toHaveCount(0);
  const before = here.server.apiRequests.length;
  await create.create.click();
  await create.errors.expectFor(create.apiKey, 'Enter your API key.');
  await create.lookUp.click();
  await create.errors.expectFor(create.apiKey, 'Enter your API key.');
  expect(here.server.apiRequests).toHaveLength(before);
});

test('a look-up that is answered after the key was forgotten says nothing about it', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  const lookUp = await hold(page, LOOKED_UP, 'answer');
  await create.apiKey.fill(KEYS.Administrators);
  const answered = page.waitForResponse(LOOKED_UP.path);
  await create.lookUp.click();
  await lookUp.arrived();
  await create.forgetKey.click();
  lookUp.release();
  await answered;
  await settled(page);
  await expect(page.getByText(HOLDERS.Administrators)).toHaveCount(0);
  await expect(create.account).not.toHaveValue(String(ACCOUNT));
  await expect(create.announcement).toHaveText('API key forgotten');
});

test(
  'leaving the page wipes key and token, in every state that has them, and keeps the rest',
  RULES,
  async ({ page, portal }) => {
    const here = await portal();
    const create = await CreatePage.open(page, here);
    const leave = () => page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
    await create.fill({ role: 'Administrators' });
    await create.create.click();
    await expect(create.review.region).toBeVisible();
    await leave();
    await expect(create.review.region).toHaveCount(0);
    await create.expectKept({ key: '', role: 'Administrators' });

    await create.fill();
    const receipt = await (await create.submit()).finish();
    await leave();
    await expect(receipt.heading).toHaveCount(0);
    await create.expectKept({ key: '' });
  },
);

import { CreatePage, type Order } from '../../pages/create-page.ts';
import { ForgettingRegion } from '../../pages/forgetting-region.ts';
import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { settled } from '../../support/settled.ts';
import { expect, RULES, test } from '../../support/test.ts';

const ORDER: Order = { name: 'again', description: 'kept', role: 'Users', expiration: 'Custom', until: '2031-02-03T04:05' };
const WARNING = 'The API key will be forgotten in a minute. Press any key to keep it.';
const FORGOTTEN = 'The API key is forgotten after 15 minutes without use';

test('Create another like this keeps every field and the key; Create another token only key and account', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill(ORDER);
  const first = await create.submit();
  const token = await first.readToken();
  await (await first.finish()).createAnotherLikeThis.click();
  await create.expectKept(ORDER);
  expect(await page.content()).not.toContain(token);

  const second = await create.submit();
  expect(await second.readToken()).not.toBe(token);
  await second.revoke.click();
  await page.getByRole('button', { name: 'Create another like this', exact: true }).click();
  await create.expectKept(ORDER);
  await (await (await create.submit()).finish()).createAnother.click();
  await create.expectKept({ name: '', role: 'Choose a role' });
  const keys = here.server.requests({ method: 'POST' }).map(({ headers }) => headers.authorization);
  expect(keys).toEqual(Array<string>(3).fill(`APIKey ${KEYS.Administrators}`));
});

test('the key is forgotten after 15 idle minutes, and a minute before that the page asks', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.openWithClock(page, here);
  const { region, keep } = new ForgettingRegion(page);
  await create.fill(ORDER);
  await create.lookUp.click();
  await expect(page.getByText('Dana Demo')).toBeVisible();

  await page.clock.fastForward('13:50');
  await settled(page);
  await expect(region).toHaveCount(0);
  await page.clock.fastForward(15_000);
  await expect(region).toBeVisible();
  await expect(create.announcement).toHaveText(WARNING);
  await page.keyboard.press('Shift');
  await expect(region).toHaveCount(0);
  await expect(create.announcement).toHaveText('The API key is kept');
  await create.expectKept(ORDER);

  await page.clock.fastForward('14:05');
  await keep.click();
  await expect(region).toHaveCount(0);
  await create.expectKept(ORDER);

  await page.clock.fastForward('14:05');
  await expect(region).toBeVisible();
  await page.clock.fastForward(60_000);
  await expect(region).toHaveCount(0);
  await expect(create.announcement).toHaveText(FORGOTTEN);
  await create.expectKept({ ...ORDER, key: '' });
  await expect(page.getByText('Dana Demo')).toHaveCount(0);

  // Nothing is left of it: the form asks for it anew, and nothing is sent.
  const before = here.server.apiRequests.length;
  await create.create.click();
  await create.errors.expectFor(create.apiKey, 'Enter your API key.');
  expect(here.server.apiRequests).toHaveLength(before);

  // A laptop that slept has no minute left to ask.
  await create.fill(ORDER);
  await create.create.focus();
  await page.keyboard.press('Shift');
  await page.clock.fastForward('09:00:00');
  await expect(create.announcement).toHaveText(FORGOTTEN);
  await create.expectKept({ ...ORDER, key: '' });
});

test('the answer Keep API key leaves the focus somewhere', RULES, async ({ page, portal }) => {
  const create = await CreatePage.openWithClock(page, await portal());
  await create.fill();
  await create.name.focus();
  await page.clock.fastForward('14:05');
  await new ForgettingRegion(page).keep.click();
  await expect(new ForgettingRegion(page).region).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
});

test('once the token is saved or revoked, the key is forgotten there as well', RULES, async ({ page, portal }) => {
  const create = await CreatePage.openWithClock(page, await portal());
  await create.fill();
  const receipt = await (await create.submit()).finish();
  await page.clock.fastForward('14:05');
  await expect(new ForgettingRegion(page).region).toBeVisible();
  await page.clock.fastForward(60_000);
  await expect(create.announcement).toHaveText(FORGOTTEN);
  await receipt.createAnotherLikeThis.click();
  await create.expectKept({ key: '' });
});

test('a page without a key has nothing to forget', RULES, async ({ page, portal }) => {
  const create = await CreatePage.openWithClock(page, await portal());
  await create.name.fill('typed');
  await page.clock.fastForward('14:30');
  await settled(page);
  await expect(new ForgettingRegion(page).region).toHaveCount(0);
  await page.clock.fastForward('20:00');
  await settled(page);
  await expect(create.announcement).toHaveText('');
  await expect(create.name).toHaveValue('typed');
});

test('Forget API key empties field and memory and leads to the field', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill(ORDER);
  await create.lookUp.click();
  await expect(page.getByText('Dana Demo')).toBeVisible();
  await create.forgetKey.click();
  await expect(create.apiKey).toBeFocused();
  await expect(create.announcement).toHaveText('API key forgotten');
  await create.expectKept({ ...ORDER, key: '' });
  await expect(page.getByText('Dana Demo')).toHaveCount(0);
  const before = here.server.apiRequests.length;
  await create.create.click();
  await create.errors.expectFor(create.apiKey, 'Enter your API key.');
  await create.lookUp.click();
  await create.errors.expectFor(create.apiKey, 'Enter your API key.');
  expect(here.server.apiRequests).toHaveLength(before);
});

test('a look-up that is answered after the key was forgotten says nothing about it', RULES, async ({ page, portal }) => {
  const here = await portal();
  here.server.fail({ path: /\/clients\/me$/ }, { kind: 'delay', milliseconds: 700 });
  const create = await CreatePage.open(page, here);
  await create.apiKey.fill(KEYS.Administrators);
  const answered = page.waitForResponse(/\/clients\/me$/);
  await create.lookUp.click();
  await create.forgetKey.click();
  await answered;
  await settled(page);
  await expect(page.getByText('Dana Demo')).toHaveCount(0);
  await expect(create.account).not.toHaveValue(String(ACCOUNT));
  await expect(create.announcement).toHaveText('API key forgotten');
});

test('leaving the page wipes key and token, in every state that has them, and keeps the rest', RULES, async ({ page, portal }) => {
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
});

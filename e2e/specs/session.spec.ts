import type { Page } from '@playwright/test';
import { CreatePage, type Order } from '../pages/create-page.ts';
import type { ResultPage } from '../pages/result-page.ts';
import { readClipboard } from '../support/clipboard.ts';
import { ACCOUNT, KEYS } from '../support/emulator.ts';
import { settled } from '../support/settled.ts';
import { expect, type Portal, test } from '../support/test.ts';

const ORDER: Order = { name: 'again', description: 'kept', role: 'Users', expiration: 'Custom', until: '2031-02-03T04:05' };
const WARNING = 'The API key will be forgotten in a minute. Press any key to keep it.';
const FORGOTTEN = 'The API key is forgotten after 15 minutes without use';

/** Takes the tab out of sight, or back into it. */
const setHidden = (page: Page, hidden: boolean): Promise<void> =>
  page.evaluate((now) => {
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => now });
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (now ? 'hidden' : 'visible') });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, hidden);

/** The token can't be read off the page, and is there all the same. */
const expectMasked = async ({ page, token, show }: ResultPage, secret: string): Promise<void> => {
  await expect(show).toBeVisible();
  await expect(token).not.toContainText(secret.slice(0, 4));
  expect(await page.content()).not.toContain(secret);
};

/** A page whose clock the test turns. */
const openWithClock = async (page: Page, here: Portal): Promise<CreatePage> => {
  await page.clock.install();
  return CreatePage.open(page, here);
};

/** The region that warns before the key is forgotten. */
const forgetting = (page: Page) => {
  const region = page.getByRole('region', { name: 'API key', exact: true });
  return { region, keep: region.getByRole('button', { name: 'Keep API key', exact: true }) };
};

test('Create another like this keeps every field and the key; Create another token only key and account', async ({ page, portal }) => {
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
  await create.expectKept({ name: '', role: 'Choose a role' as 'Users' });
  const keys = here.server.requests({ method: 'POST' }).map(({ headers }) => headers.authorization);
  expect(keys).toEqual(Array<string>(3).fill(`APIKey ${KEYS.Administrators}`));
});

test.describe('a token on screen', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('is masked when the tab goes out of sight, shown on demand and never deleted', async ({ page, portal }) => {
    const create = await CreatePage.open(page, await portal());
    await create.fill();
    const result = await create.submit();
    const token = await result.readToken();
    await setHidden(page, false);
    await settled(page);
    await expect(result.token).toHaveText(token);
    await setHidden(page, true);
    await expectMasked(result, token);
    await setHidden(page, false);
    await settled(page);
    await expectMasked(result, token);
    await result.copy.click();
    await expect.poll(() => readClipboard(page)).toBe(token);
    await result.show.click();
    await expect(result.token).toHaveText(token);
  });
});

test('a token that comes while the tab is out of sight comes masked', async ({ page, portal }) => {
  const here = await portal();
  here.server.fail({ method: 'POST' }, { kind: 'delay', milliseconds: 500 });
  const create = await CreatePage.open(page, here);
  await create.fill();
  await create.create.click();
  await setHidden(page, true);
  await expect(page.getByRole('heading', { name: 'Token created', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Show token', exact: true })).toBeVisible();
});

test('a token is masked after two idle minutes and kept for hours, the key with it', async ({ page, portal }) => {
  const here = await portal();
  const create = await openWithClock(page, here);
  await create.fill();
  const result = await create.submit();
  const token = await result.readToken();
  await page.clock.fastForward(110_000);
  await settled(page);
  await expect(result.token).toHaveText(token);
  await page.keyboard.press('Shift');
  await page.clock.fastForward(110_000);
  await settled(page);
  await expect(result.token).toHaveText(token);
  await page.clock.fastForward(15_000);
  await expectMasked(result, token);

  await page.clock.fastForward('08:00:00');
  await settled(page);
  await expect(forgetting(page).region).toHaveCount(0);
  await expectMasked(result, token);
  await result.show.click();
  await expect(result.token).toHaveText(token);
  await result.revoke.click();
  await expect(result.revokedHeading).toBeVisible();
  expect((await here.emulator.whoAmI(token)).status).toBe(401);
});

test('the key is forgotten after 15 idle minutes, and a minute before that the page asks', async ({ page, portal }) => {
  const here = await portal();
  const create = await openWithClock(page, here);
  const { region, keep } = forgetting(page);
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

test('the answer Keep API key by keyboard leaves the focus somewhere', async ({ page, portal }) => {
  const create = await openWithClock(page, await portal());
  await create.fill();
  await create.name.focus();
  await page.clock.fastForward('14:05');
  await forgetting(page).keep.click();
  await expect(forgetting(page).region).toHaveCount(0);
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
});

test('once the token is saved or revoked, the key is forgotten there as well', async ({ page, portal }) => {
  const create = await openWithClock(page, await portal());
  await create.fill();
  const receipt = await (await create.submit()).finish();
  await page.clock.fastForward('14:05');
  await expect(forgetting(page).region).toBeVisible();
  await page.clock.fastForward(60_000);
  await expect(create.announcement).toHaveText(FORGOTTEN);
  await receipt.createAnotherLikeThis.click();
  await create.expectKept({ key: '' });
});

test('a page without a key has nothing to forget', async ({ page, portal }) => {
  const create = await openWithClock(page, await portal());
  await create.name.fill('typed');
  await page.clock.fastForward('14:30');
  await settled(page);
  await expect(forgetting(page).region).toHaveCount(0);
  await page.clock.fastForward('20:00');
  await settled(page);
  await expect(create.announcement).toHaveText('');
  await expect(create.name).toHaveValue('typed');
});

test('Forget API key empties field and memory and leads to the field', async ({ page, portal }) => {
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

test('a look-up that is answered after the key was forgotten says nothing about it', async ({ page, portal }) => {
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

test('leaving the page wipes key and token, in every state that has them, and keeps the rest', async ({ page, portal }) => {
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

import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { CreatePage, type NewToken, NO_ROLE } from '../../pages/create-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { hold } from '../../support/hold.ts';
import { LISTED, POSTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { CHROMIUM_ONLY, expect, RULES, test } from '../../support/test.ts';

// In Chromium only: Firefox’s driver gets no answer when the way back stays within one document.

/** What is held back is named by its path, too. */
const CREATION = { method: 'POST', path: /\/tokens$/ };

test('the views are links: address, title, heading, focus and the way back go along', CHROMIUM_ONLY, async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal());
  const tokens = new TokensPage(page);
  await expect(create.toCreate).toHaveAttribute('aria-current', 'page');
  await expect(create.toTokens).not.toHaveAttribute('aria-current');
  await create.name.fill('typed');
  await create.create.click();
  await create.errors.expectShown();

  await create.toTokens.click();
  await expect(tokens.heading).toBeFocused();
  await tokens.expectFragment('#tokens');
  await expect(page).toHaveTitle('Tokens – Gcore API tokens');
  await expect(create.toTokens).toHaveAttribute('aria-current', 'page');
  await expect(create.toCreate).not.toHaveAttribute('aria-current');
  // What is wrong in the form is no matter of this view.
  await tokens.errors.expectGone();

  await page.goBack();
  await expect(create.heading).toBeFocused();
  await expect(page).toHaveTitle('Error: Gcore API tokens');
  await expect(create.name).toHaveValue('typed');
  await page.goForward();
  await expect(tokens.heading).toBeFocused();
  await create.toCreate.click();
  await expect(create.heading).toBeFocused();
  await tokens.expectFragment('#create');
});

test('opening the view sends nothing before somebody presses something', CHROMIUM_ONLY, async ({ page, portal }) => {
  const here = await portal();
  const tokens = await TokensPage.open(page, here, '#tokens?name=x&role=Users&expires=30&status=all');
  await expect(tokens.apiKey).toBeVisible();
  await tokens.account.fill(String(ACCOUNT));
  await tokens.toCreate.click();
  await tokens.toTokens.click();
  await settled(page);
  expect(here.server.apiRequests).toEqual([]);

  // Such a link fills nothing in.
  await tokens.toCreate.click();
  const create = new CreatePage(page);
  const pristine: NewToken = { key: '', name: '', role: NO_ROLE };
  await create.expectKept(pristine);
  await expect(create.filledByLink).toHaveCount(0);

  await page.goBack();
  await tokens.apiKey.fill(KEYS.Administrators);
  await tokens.showTokens.click();
  await expect(tokens.counted).toBeFocused();
  expect(here.server.requests(LISTED)).toHaveLength(1);
});

test(
  'Show tokens finds out the account where nobody entered it, and asks for the key where it is missing',
  CHROMIUM_ONLY,
  async ({ page, portal }) => {
    const here = await portal();
    const tokens = await TokensPage.open(page, here);
    await tokens.showTokens.click();
    await tokens.errors.expectShown();
    await expect(page).toHaveTitle('Error: Tokens – Gcore API tokens');
    await tokens.errors.expectFor(tokens.apiKey, 'Enter your API key.');
    expect(here.server.apiRequests).toEqual([]);

    await tokens.apiKey.fill(KEYS.Administrators);
    await tokens.account.fill('12 three');
    await tokens.showTokens.click();
    await tokens.errors.expectShown();
    await expect(tokens.account).toHaveAttribute('aria-invalid', 'true');
    await tokens.account.fill('');
    await tokens.showTokens.click();
    await expect(tokens.counted).toHaveText('4 active tokens');
    await tokens.errors.expectGone();
    await expect(tokens.counted).toBeFocused();
    // The fields are folded away, and there on demand.
    await expect(tokens.apiKey).toBeHidden();
    await tokens.access.unfold();
    await expect(tokens.account).toHaveValue(String(ACCOUNT));
  },
);

test('after a look-up in the form the view reads by itself', CHROMIUM_ONLY, async ({ page, portal }) => {
  const here = await portal();
  here.server.fail({ ...LISTED, times: 1 }, { kind: 'answer', status: 503 });
  const create = await CreatePage.open(page, here);
  await create.apiKey.fill(KEYS.Administrators);
  await create.lookUpAccount();
  await expect.poll(() => here.server.requests(LISTED).length).toBe(1);
  await settled(page);
  await create.toTokens.click();
  const tokens = new TokensPage(page);
  await expect(tokens.counted).toHaveText('4 active tokens');
  expect(here.server.requests(LISTED)).toHaveLength(2);
});

test(
  'a list that comes in by itself leaves the focus where the person took it meanwhile',
  CHROMIUM_ONLY,
  async ({ page, portal }) => {
    const here = await portal();
    here.server.fail({ ...LISTED, times: 1 }, { kind: 'answer', status: 503 });
    const create = await CreatePage.open(page, here);
    await create.apiKey.fill(KEYS.Administrators);
    await create.lookUp.click();
    await expect.poll(() => here.server.requests(LISTED).length).toBe(1);
    await settled(page);
    const held = await hold(page, LISTED);
    await create.toTokens.click();
    const tokens = new TokensPage(page);
    await expect(tokens.heading).toBeFocused();
    await held.arrived();
    await create.toCreate.focus();
    held.release();
    await expect(tokens.counted).toBeVisible();
    await settled(page);
    await expect(create.toCreate).toBeFocused();
  },
);

test(
  'a new token that is not saved is kept behind the list, which says so, and leaving still asks',
  CHROMIUM_ONLY,
  async ({ page, portal }) => {
    const here = await portal();
    const create = await CreatePage.open(page, here);
    await create.fill({ name: 'unsaved' });
    const result = await create.submit();
    const token = await result.readToken();
    await create.toTokens.click();
    const tokens = new TokensPage(page);
    await expect(tokens.unsaved).toBeVisible();
    expect(await page.content()).not.toContain(token);
    const asked = page.waitForEvent('dialog').then(async (dialog) => {
      await dialog.dismiss();
      return dialog.type();
    });
    await page.close({ runBeforeUnload: true });
    expect(await asked).toBe('beforeunload');

    await expect(tokens.row('unsaved')).toBeVisible();
    await tokens.goBackToIt.click();
    await expect(result.heading).toBeFocused();
    await expect(page).toHaveTitle('Token created – Gcore API tokens');
    expect(await result.readToken()).toBe(token);
    await result.finish();
    await create.toTokens.click();
    await expect(tokens.unsaved).toHaveCount(0);
    await expect(tokens.row('unsaved')).toBeVisible();
  },
);

test('a token that is saved is one press away in the list', RULES, async ({ page, portal }) => {
  const here = await portal({ emulatorArgs: ['--sample-tokens'] });
  const create = await CreatePage.open(page, here);
  await create.fill({ name: 'just made' });
  const receipt = await (await create.submit()).finish();
  await receipt.showInList.click();
  const tokens = new TokensPage(page);
  await expect(tokens.heading).toBeFocused();
  await expect(tokens.table.getByRole('rowheader')).toHaveText([/^just made/]);
  await expect(tokens.search).toHaveValue(/^\d+$/);
  await page.goBack();
  await expect(receipt.heading).toBeVisible();
});

test('a creation that is answered while the list is on screen waits in its own view', CHROMIUM_ONLY, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  const tokens = new TokensPage(page);
  const result = new ResultPage(page);
  await create.fill({ name: 'slow' });
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'answer', status: 400, body: '{"errors":{"name":["Taken."]}}' });
  const refusal = await hold(page, CREATION);
  await create.create.click();
  await refusal.arrived();
  await create.toTokens.click();
  await expect(tokens.heading).toBeFocused();
  refusal.release();
  await expect(tokens.announcement).toHaveText('No token was created');
  await settled(page);
  // The form's fields are not here.
  await tokens.errors.expectGone();
  await page.goBack();
  await create.errors.expectSays('Taken.');
  await expect(create.name).toHaveAttribute('aria-invalid', 'true');

  const creation = await hold(page, CREATION);
  await create.create.click();
  await creation.arrived();
  await create.toTokens.click();
  await expect(page.getByText('A token is being created.')).toBeVisible();
  await create.toCreate.focus();
  creation.release();
  await expect(tokens.unsaved).toBeVisible();
  await expect(tokens.announcement).toHaveText('Token created');
  await settled(page);
  // Whoever is at work here is not called away.
  await expect(create.toCreate).toBeFocused();
  await tokens.goBackToIt.click();
  await expect(result.heading).toBeFocused();
  expect(await here.emulator.whoAmI(await result.readToken())).toMatchObject({ status: 200 });
});

test('a review is found again after a look at the list', CHROMIUM_ONLY, async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal());
  await create.fill({ role: 'Administrators' });
  await create.create.click();
  await expect(create.review.region).toBeFocused();
  await create.toTokens.click();
  await expect(page).toHaveTitle('Tokens – Gcore API tokens');
  await page.goBack();
  await expect(create.review.region).toBeFocused();
  await expect(page).toHaveTitle('Review – Gcore API tokens');
  await create.review.createAnyway.click();
  await expect(new ResultPage(page).heading).toBeVisible();
});

test('the address follows a search, but not somebody who has gone elsewhere', CHROMIUM_ONLY, async ({ page, portal }) => {
  await page.clock.install();
  const tokens = await TokensPage.openList(page, await portal({ emulatorArgs: ['--sample-tokens'] }));
  await tokens.search.fill('ci');
  await tokens.expectFragment('#tokens?search=ci');
  // In one task, before the address is renewed.
  await tokens.search.evaluate((field: HTMLInputElement) => {
    field.value = 'grafana';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    location.hash = '#create';
  });
  await expect(new CreatePage(page).heading).toBeVisible();
  await page.clock.runFor(1_000);
  expect(await page.evaluate(() => location.hash)).toBe('#create');
});

test('leaving the page wipes the list together with the key', CHROMIUM_ONLY, async ({ page, portal }) => {
  const tokens = await TokensPage.openList(page, await portal());
  await tokens.select('demo user').check();
  await tokens.revoke('demo user').click();
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
  await tokens.dialog.expectGone();
  await expect(tokens.table).toHaveCount(0);
  await expect(tokens.showTokens).toBeVisible();
  await expect(tokens.apiKey).toHaveValue('');
  await tokens.showTokens.click();
  await tokens.errors.expectFor(tokens.apiKey, 'Enter your API key.');
});

import type { Locator, Page } from '@playwright/test';
import { CreatePage } from '../../pages/create-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { KEYS } from '../../../testing/emulator.ts';
import { holdProgram } from '../../support/hold-program.ts';
import { hold } from '../../support/hold.ts';
import { settled } from '../../support/settled.ts';
import { CHROMIUM_ONLY, expect, test } from '../../support/test.ts';

/** What only the list needs. */
const PART = /\/tokens-[0-9a-f]{16}\.wasm$/;
// Firefox tells the driver no more of an error than that it is one.
const REFUSED = /Failed to load resource|Failed to find a valid digest|integrity|TypeError|^Error$/;

/** How often it was asked for; to be called before the page loads. */
const countRequests = (page: Page): (() => number) => {
  let count = 0;
  page.on('request', (request) => {
    if (PART.test(new URL(request.url()).pathname)) count += 1;
  });
  return () => count;
};

const link = (page: Page, name: 'Create token' | 'Tokens'): Locator =>
  page.getByRole('navigation', { name: 'Views', exact: true }).getByRole('link', { name, exact: true });

test('what only the list needs is loaded when the view is first opened, and once', async ({ page, portal }) => {
  const requests = countRequests(page);
  const create = await CreatePage.open(page, await portal());
  await create.fill();
  const result = await create.submit();
  await result.finish();
  await settled(page);
  expect(requests()).toBe(0);

  const tokens = new TokensPage(page);
  for (let visit = 0; visit < 2; visit += 1) {
    await link(page, 'Tokens').click();
    await expect(tokens.showTokens).toBeVisible();
    await link(page, 'Create token').click();
  }
  expect(requests()).toBe(1);
});

test('a link to the list has it asked for before the program is there, and only once', async ({ page, portal }) => {
  const requests = countRequests(page);
  const { url } = await portal();
  const letThrough = await holdProgram(page);
  await page.goto(`${url}#tokens?status=all`, { waitUntil: 'commit' });
  await expect.poll(requests).toBe(1);
  letThrough();
  const tokens = new TokensPage(page);
  await tokens.show();
  await expect(tokens.status).toHaveValue('all');
  expect(requests()).toBe(1);
});

test('while it is on its way the view says so, and the form is there', async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal());
  const tokens = new TokensPage(page);
  const held = await hold(page, { method: 'GET', path: PART });
  await create.name.fill('typed');
  await link(page, 'Tokens').click();
  await held.arrived();
  await expect(tokens.heading).toBeFocused();
  await expect(page).toHaveTitle('Tokens – Gcore API tokens');
  await expect(tokens.loading).toBeVisible();

  await link(page, 'Create token').click();
  await expect(create.name).toHaveValue('typed');
  await create.description.fill('typed meanwhile');
  held.release();
  await settled(page);
  // Its arrival takes nobody away from the form.
  await expect(create.description).toBeFocused();
  await expect(create.description).toHaveValue('typed meanwhile');
  await link(page, 'Tokens').click();
  await expect(tokens.showTokens).toBeVisible();
  await expect(tokens.heading).toBeFocused();
});

test('what the address says by the time it arrives counts', async ({ page, portal }) => {
  const held = await hold(page, { method: 'GET', path: PART });
  const { url } = await portal();
  await page.goto(`${url}#tokens?status=expired`);
  const tokens = new TokensPage(page);
  await held.arrived();
  await expect(tokens.loading).toBeVisible();
  await page.evaluate(() => (location.hash = '#tokens?status=deleted'));
  held.release();
  await tokens.show();
  await expect(tokens.status).toHaveValue('deleted');
});

test('when it does not arrive the view says so, nothing is lost, and another try gets it', async ({ page, portal, expected }) => {
  expected.consoleError(REFUSED);
  const requests = countRequests(page);
  const create = await CreatePage.open(page, await portal());
  const tokens = new TokensPage(page);
  await create.apiKey.fill(KEYS.Administrators);
  await create.lookUp.click();
  await expect(page.getByText('Dana Demo')).toBeVisible();
  await create.name.fill('typed');
  await page.route(PART, (route) => route.abort('internetdisconnected'));

  await link(page, 'Tokens').click();
  await expect(tokens.notLoaded).toBeVisible();
  await expect(tokens.announcement).toHaveText('The list could not be loaded');
  await expect(tokens.heading).toBeFocused();
  await expect(page).toHaveTitle('Tokens – Gcore API tokens');
  await link(page, 'Create token').click();
  await expect(create.name).toHaveValue('typed');
  await expect(create.apiKey).toHaveValue(KEYS.Administrators);
  expect(requests()).toBe(1);

  // Coming back is another try as well.
  await link(page, 'Tokens').click();
  await expect.poll(requests).toBe(2);
  await tokens.tryAgain.click();
  await expect.poll(requests).toBe(3);
  await expect(tokens.notLoaded).toBeVisible();
  await expect(tokens.heading).toBeFocused();

  await page.unroute(PART);
  await tokens.tryAgain.click();
  await expect(tokens.counted).toHaveText('4 active tokens');
  await expect(tokens.heading).toBeFocused();
  await expect(tokens.notLoaded).toHaveCount(0);
});

test('when it does not arrive a new token that is not saved is still there', async ({ page, portal, expected }) => {
  expected.consoleError(REFUSED);
  const create = await CreatePage.open(page, await portal());
  const tokens = new TokensPage(page);
  await create.fill({ name: 'unsaved' });
  const result = await create.submit();
  const token = await result.readToken();
  await page.route(PART, (route) => route.abort('internetdisconnected'));
  await link(page, 'Tokens').click();
  await expect(tokens.notLoaded).toBeVisible();
  await expect(tokens.unsaved).toBeVisible();
  await page.getByRole('link', { name: 'Go back to it', exact: true }).click();
  expect(await new ResultPage(page).readToken()).toBe(token);
});

// Firefox refuses it, and logs that as an uncaught error, too.
test('a part that is not the page’s own is not run', CHROMIUM_ONLY, async ({ page, portal, expected }) => {
  expected.consoleError(REFUSED);
  const here = await portal();
  const name = /tokens-[0-9a-f]{16}\.wasm/.exec(await (await fetch(here.url)).text())?.[0] ?? '';
  const damaged = Buffer.from(await (await fetch(new URL(name, here.url))).arrayBuffer());
  damaged.writeUInt8(damaged.readUInt8(damaged.length >> 1) ^ 1, damaged.length >> 1);
  const contentType = 'application/wasm';
  const tokens = new TokensPage(page);
  // The second is the smallest module there is: it would run, were it not for the hash.
  for (const body of [damaged, Buffer.from('0061736d01000000', 'hex')]) {
    await page.route(PART, (route) => route.fulfill({ contentType, body }));
    // From the address as well, where the page asks for it early.
    await page.goto('about:blank');
    await page.goto(`${here.url}#tokens`);
    await expect(tokens.notLoaded).toBeVisible();
    await tokens.tryAgain.click();
    await expect(tokens.notLoaded).toBeVisible();
    await page.unroute(PART);
    await tokens.tryAgain.click();
    await expect(tokens.showTokens).toBeVisible();
  }
});

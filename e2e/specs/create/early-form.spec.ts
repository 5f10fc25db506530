import type { Page } from '@playwright/test';
import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { holdProgram } from '../../support/hold-program.ts';
import { POSTED } from '../../support/requests.ts';
import { expect, test } from '../../support/test.ts';

/** Where each heading, label, hint and control of the form stands. */
const places = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('h1, h2, nav a, form :is(h3, label, input, button, .hint:not(:empty))')]
      .filter((element) => element.checkVisibility())
      .map((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const said = element.tagName === 'INPUT' ? '' : element.textContent;
        return [element.tagName, said, left, top, width, height].join(' ');
      }),
  );

for (const width of [900, 320]) {
  test(`what is typed before the program arrives stays, and nothing moves under the hand at ${width} px`, async ({
    page,
    portal,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    const { url, server } = await portal();
    const letThrough = await holdProgram(page);
    await page.goto(url, { waitUntil: 'commit' });
    const create = new CreatePage(page);
    await create.apiKey.fill(KEYS.Engineers);
    await create.account.fill(String(ACCOUNT));
    await create.description.fill('typed early');
    await create.name.pressSequentially('early bird');
    for (let step = 0; step < 'bird'.length; step++) await page.keyboard.press('ArrowLeft');
    const before = await places(page);

    letThrough();
    await expect(create.create).toBeVisible();
    // The focus and the place in the text are where they were.
    await page.keyboard.type('song');
    await expect(create.name).toHaveValue('early songbird');
    await expect(create.apiKey).toHaveValue(KEYS.Engineers);
    await expect(create.account).toHaveValue(String(ACCOUNT));
    await expect(create.description).toHaveValue('typed early');
    const after = await places(page);
    // The rest of the form follows below.
    expect(after.slice(0, before.length)).toEqual(before);

    await create.role.selectOption({ label: 'Users' });
    await create.submit();
    expect(JSON.parse(server.requests(POSTED)[0]?.body ?? '')).toMatchObject({ name: 'early songbird' });
  });
}

test('what was typed early counts more than what a link fills in', async ({ page, portal }) => {
  const { url } = await portal();
  const letThrough = await holdProgram(page);
  await page.goto(`${url}#create?name=from-a-link`, { waitUntil: 'commit' });
  const create = new CreatePage(page);
  await create.name.fill('mine');
  letThrough();
  await expect(create.create).toBeVisible();
  await expect(create.name).toHaveValue('mine');
});

test('an account that the operator fixed is not asked for by then, whatever was typed early', async ({ page, portal }) => {
  const { url, server } = await portal({ config: { accountId: ACCOUNT } });
  const letThrough = await holdProgram(page);
  await page.goto(url, { waitUntil: 'commit' });
  const create = new CreatePage(page);
  await create.account.fill('1');
  await create.apiKey.fill(KEYS.Administrators);
  letThrough();
  await expect(create.create).toBeVisible();
  await expect(create.account).toHaveCount(0);
  await create.name.fill('fixed');
  await create.role.selectOption({ label: 'Users' });
  await create.submit();
  expect(server.requests(POSTED)[0]?.path).toContain(`/clients/${ACCOUNT}/`);
});

test('a page that is left before the program arrives keeps no key', async ({ page, portal }) => {
  const { url } = await portal();
  await holdProgram(page);
  await page.goto(url, { waitUntil: 'commit' });
  const create = new CreatePage(page);
  await create.apiKey.fill(KEYS.Administrators);
  // The loader is there by then, and only it.
  await page.waitForFunction(() => 'configuration' in window);
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
  await expect(create.apiKey).toHaveValue('');
});

test('the list of tokens does not begin with a form', async ({ page, portal }) => {
  const { url } = await portal();
  const letThrough = await holdProgram(page);
  await page.goto(`${url}#tokens`, { waitUntil: 'commit' });
  await expect(page.getByText('Loading…', { exact: true })).toBeVisible();
  await expect(new CreatePage(page).name).toBeHidden();
  letThrough();
  await expect(page.getByRole('heading', { name: 'Tokens', exact: true })).toBeVisible();
});

test('what the address says by the time the program arrives counts', async ({ page, portal }) => {
  const { url } = await portal();
  const letThrough = await holdProgram(page);
  await page.goto(`${url}#tokens?status=expired`, { waitUntil: 'commit' });
  await expect(page.getByText('Loading…', { exact: true })).toBeVisible();
  await page.evaluate(() => (location.hash = '#tokens?status=deleted'));
  letThrough();
  const tokens = new TokensPage(page);
  await tokens.show();
  await expect(tokens.status).toHaveValue('deleted');
});

test('the program is asked for once the early form is drawn, or when nothing is drawn for a while', async ({ page, portal }) => {
  const { url } = await portal();
  let asked = 0;
  page.on('request', (request) => {
    if (/portal-[0-9a-f]{16}\.js$/.test(request.url())) asked += 1;
  });
  // Frames and timers come when the test says so.
  await page.clock.install({ time: 0 });
  await page.clock.pauseAt(1000);

  await page.goto(url);
  await page.clock.runFor(0);
  expect(asked).toBe(0);
  await page.clock.runFor(20);
  await expect.poll(() => asked).toBe(1);

  await page.addInitScript(() => (window.requestAnimationFrame = () => 0));
  await page.goto(url);
  await page.clock.runFor(20);
  expect(asked).toBe(1);
  await page.clock.runFor(200);
  await expect.poll(() => asked).toBe(2);
});

import type { Page } from '@playwright/test';
import { ACCOUNT, HOLDERS, KEYS } from '../../../testing/emulator.ts';
import { CreatePage, type NewToken, NO_ROLE } from '../../pages/create-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { holdProgram } from '../../support/hold-program.ts';
import { POSTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { CHROMIUM_ONLY, expect, test } from '../../support/test.ts';

/** What each heading, label, hint and control of the form says, and where it stands. */
const places = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('h1, h2, nav a, form :is(h3, label, input, select, summary, button, .hint:not(:empty))')]
      .filter((element) => element.checkVisibility())
      .map((element) => {
        const { left, top, width, height } = element.getBoundingClientRect();
        const options = [...element.querySelectorAll('option')].map(({ value, text, selected }) => [value, text, selected]);
        const said = element.matches('input, select') ? JSON.stringify(options) : element.textContent;
        return [element.tagName, said, left, top, width, height].join(' ');
      }),
  );

/** Fills in the early form while the program is held back. */
const fillEarly = async (
  page: Page,
  url: string,
  token: Partial<NewToken> = {},
): Promise<{ create: CreatePage; letThrough: () => void }> => {
  const letThrough = await holdProgram(page);
  await page.goto(url, { waitUntil: 'commit' });
  // Its loader has to be there to notice a press.
  await page.waitForFunction(() => 'configuration' in window);
  const create = new CreatePage(page);
  await create.fill({ name: 'early bird', role: 'Users', ...token });
  return { create, letThrough };
};

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
    // Half a key, which isn't looked up.
    await create.apiKey.fill('1002_');
    await create.account.fill(String(ACCOUNT));
    await create.description.fill('typed early');
    await create.name.pressSequentially('early bird');
    for (let step = 0; step < 'bird'.length; step++) await page.keyboard.press('ArrowLeft');
    const before = await places(page);

    letThrough();
    await create.waitForProgram();
    // The focus and the place in the text are where they were.
    await page.keyboard.type('song');
    await expect(create.name).toHaveValue('early songbird');
    await expect(create.apiKey).toHaveValue('1002_');
    await expect(create.account).toHaveValue(String(ACCOUNT));
    await expect(create.description).toHaveValue('typed early');
    expect(await places(page)).toEqual(before);

    await create.apiKey.fill(KEYS.Engineers);
    await create.role.selectOption({ label: 'Users' });
    await create.submit();
    expect(JSON.parse(server.requests(POSTED)[0]?.body ?? '')).toMatchObject({ name: 'early songbird' });
  });
}

for (const key of [KEYS.Engineers, '1002_']) {
  test(`a key that was typed before the program arrived, such as ${key.slice(0, 9)}, is looked up where it is whole`, async ({
    page,
    portal,
  }) => {
    const { url, server } = await portal();
    const letThrough = await holdProgram(page);
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForFunction(() => 'configuration' in window);
    const create = new CreatePage(page);
    await create.apiKey.fill(key);
    await create.apiKey.press('Enter');
    letThrough();
    await create.waitForProgram();
    if (key === KEYS.Engineers) {
      await expect(create.access.line).toContainText(HOLDERS.Engineers);
      await expect(create.name).toBeFocused();
    } else {
      await settled(page);
      await expect(create.apiKey).toBeFocused();
      expect(server.apiRequests).toEqual([]);
    }
    expect(server.requests(POSTED)).toEqual([]);
    await create.errors.expectGone();
  });
}

test('what is chosen before the program arrives is taken over, and “Create token” is carried out once', async ({ page, portal }) => {
  const { url, server } = await portal();
  const { create, letThrough } = await fillEarly(page, url, {
    role: 'Engineers',
    expiration: 'Custom',
    until: '2029-01-02T03:04',
  });
  await create.create.click();
  await create.create.click();
  await expect(create.announcement.first()).toHaveText('Loading… The token will be created as soon as the page is ready.');
  expect(server.requests(POSTED)).toHaveLength(0);

  letThrough();
  await new ResultPage(page).readToken();
  expect(server.requests(POSTED)).toHaveLength(1);
  expect(JSON.parse(server.requests(POSTED)[0]?.body ?? '')).toMatchObject({
    name: 'early bird',
    exp_date: expect.stringMatching(/^2029-01-0/) as unknown,
    client_user: { role: { name: 'Engineers' } },
  });
});

test('a press is taken back by whoever changes something after it', async ({ page, portal }) => {
  const { url, server } = await portal();
  const { create, letThrough } = await fillEarly(page, url);
  await create.create.click();
  await create.name.fill('early bird 2');
  await expect(create.announcement.first()).toHaveText('Loading…');
  letThrough();
  await create.waitForProgram();
  await expect(create.name).toHaveValue('early bird 2');
  await settled(page);
  expect(server.requests(POSTED)).toHaveLength(0);
});

test('a finger that begins to scroll on the button holds nothing up', async ({ page, portal }) => {
  const { url } = await portal();
  const { create, letThrough } = await fillEarly(page, url);
  await create.create.dispatchEvent('pointerdown', { bubbles: true });
  await create.create.dispatchEvent('pointercancel', { bubbles: true });
  letThrough();
  await create.waitForProgram();
});

test('what is missing is said once the program is there', async ({ page, portal }) => {
  const { url, server } = await portal();
  const { create, letThrough } = await fillEarly(page, url, { name: '', role: NO_ROLE });
  await create.name.press('Enter');
  letThrough();
  await expect(create.errors.region).toBeFocused();
  await expect(create.errors.region).toContainText('Enter a Token name, for example ci-deploy.');
  expect(server.requests(POSTED)).toHaveLength(0);
});

test('a risky token is looked at once more, however early “Create token” was pressed', async ({ page, portal }) => {
  const { url, server } = await portal();
  const { create, letThrough } = await fillEarly(page, url, { role: 'Administrators' });
  await create.create.click();
  letThrough();
  await expect(create.review.region).toBeFocused();
  expect(server.requests(POSTED)).toHaveLength(0);
});

for (const [what, config, token, fragment] of [
  ['a longer lifetime is preselected here', { policy: { defaultLifetimeDays: 365 } }, {}, ''],
  ['the lifetime is not allowed here', { policy: { maxLifetimeDays: 30 } }, { expiration: '1 year' }, ''],
  ['the role is not allowed here', { policy: { allowedRoles: ['Users'] } }, { role: 'Engineers' }, ''],
  ['a link fills the form', {}, {}, '#create?expires=7'],
] as const) {
  test(`a press on “Create token” is not carried out where ${what}`, async ({ page, portal }) => {
    const { url, server } = await portal({ config });
    const { create, letThrough } = await fillEarly(page, url + fragment, token);
    await create.create.click();
    letThrough();
    await create.waitForProgram();
    // Pressed again, it says what is missing, or creates what is seen now.
    await expect(create.name).toHaveValue('early bird');
    await settled(page);
    expect(server.requests(POSTED)).toHaveLength(0);
  });
}

test('a button that is held down as the program arrives is pressed once it is let go', async ({ page, portal }) => {
  const { url, server } = await portal();
  const { create, letThrough } = await fillEarly(page, url);
  await create.create.hover();
  await page.mouse.down();
  letThrough();
  await page.waitForFunction(() => performance.getEntriesByName(document.querySelector<HTMLLinkElement>('link[as=fetch]')!.href)[0]);
  await settled(page);
  await expect(page.locator('#early')).toHaveCount(1);
  await page.mouse.up();
  await new ResultPage(page).readToken();
  expect(server.requests(POSTED)).toHaveLength(1);
});

for (const [what, composing, composed] of [
  ['a word in kana', 'とうき', '東京'],
  ['syllables in Latin letters', 'ni hao', '你好'],
  ['an accent that waits for its letter', '´', 'é'],
] as const) {
  test(
    `${what} that is being composed as the program arrives is neither lost nor doubled`,
    CHROMIUM_ONLY,
    async ({ page, portal }) => {
      const { url } = await portal();
      const { create, letThrough } = await fillEarly(page, url, { name: 'ci ' });
      const input = await page.context().newCDPSession(page);
      await create.name.press('End');
      await input.send('Input.imeSetComposition', {
        text: composing,
        selectionStart: composing.length,
        selectionEnd: composing.length,
      });
      letThrough();
      await page.waitForFunction(
        () => performance.getEntriesByName(document.querySelector<HTMLLinkElement>('link[as=fetch]')!.href)[0],
      );
      await settled(page);
      await expect(page.locator('#early')).toHaveCount(1);
      await input.send('Input.insertText', { text: composed });
      await create.waitForProgram();
      await expect(create.name).toHaveValue(`ci ${composed}`);
      await expect(create.name).toBeFocused();
    },
  );
}

test('what was typed early counts more than what a link fills in', async ({ page, portal }) => {
  const { url } = await portal();
  const letThrough = await holdProgram(page);
  await page.goto(`${url}#create?name=from-a-link`, { waitUntil: 'commit' });
  const create = new CreatePage(page);
  await create.name.fill('mine');
  letThrough();
  await create.waitForProgram();
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
  await create.waitForProgram();
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

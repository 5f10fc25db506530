import type { Browser, Page } from '@playwright/test';
import { CreatePage } from '../../pages/create-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { lockClipboard } from '../../support/clipboard.ts';
import { KEYS } from '../../../testing/emulator.ts';
import { Observer, Section } from '../../support/reliability-table.ts';
import { CHROMIUM_ONLY, expect, type Portal, RULES, test } from '../../support/test.ts';

const POSTED = { method: 'POST' } as const;
const DAY = 24 * 60 * 60 * 1_000;
const KEY = KEYS.Administrators;

const CASE = {
  offline: 'Offline before the button is pressed',
  cutOff: 'Offline while the answer is on its way',
  ahead: 'The computer’s clock is a day ahead',
  behind: 'The computer’s clock is a day behind',
  aheadLost: 'A clock a day ahead, and the answer is lost',
  behindLost: 'A clock a day behind, and the answer is lost',
  behindSoon: 'A clock a day behind, and an end within that day',
  noStorage: 'The browser denies all storage',
  refusedClipboard: 'The clipboard is refused, and the older way of copying, too',
  noClipboard: 'There is no clipboard, and no older way of copying',
  back: 'The page is left, and the way back is taken',
  backUnsaved: 'The page is left with a new token on it, after being asked',
  memory: 'The page comes back from the browser’s memory (bfcache)',
  twoTabs: 'Two tabs create at once',
  zoom200: 'Zoom of 200 % (640 CSS px)',
  zoom400: 'Zoom of 400 % (320 CSS px)',
  reload: 'Reload while the token is being created',
  doubleClick: 'A double click on Create token',
  doubleReview: 'A double click on Create anyway',
  idle: 'Nobody there for 15 minutes',
  idleUnsaved: 'Nobody there for an hour, with a new token on screen',
  panic: 'The page’s program breaks off with a new token on screen',
} as const;
const section = new Section('browser', Object.values(CASE));

/** A filled form, and an observer that counts from now on. */
const filled = async (page: Page, here: Portal): Promise<{ create: CreatePage; observer: Observer }> => {
  const observer = new Observer(page, here.server, KEY);
  const create = await CreatePage.open(page, here);
  await create.fill();
  observer.start();
  return { create, observer };
};

/** The token is shown, and works. */
const expectWorks = async (page: Page, here: Portal, observer: Observer): Promise<ResultPage> => {
  const result = new ResultPage(page);
  await expect(result.heading).toBeVisible();
  const token = await result.readToken();
  observer.about(token);
  expect((await here.emulator.whoAmI(token)).status).toBe(200);
  return result;
};

test('offline before the button is pressed', RULES, async ({ page, portal, context }) => {
  const here = await portal();
  const { create, observer } = await filled(page, here);
  await context.setOffline(true);
  await create.create.click();
  await create.errors.expectShown();
  await create.lost.expectVerdict('not known');
  await create.expectKept();
  section.note(CASE.offline, await observer.end());
  expect(observer.requests()).toEqual({});
  await context.setOffline(false);
  await create.lost.lookAgain.click();
  await create.lost.expectVerdict('not made');
});

test('offline while the answer is on its way', RULES, async ({ page, portal, context }) => {
  const here = await portal({ config: { timeoutSeconds: 2 } });
  const { create, observer } = await filled(page, here);
  here.server.fail(POSTED, { kind: 'silence' });
  await create.create.click();
  await expect.poll(() => observer.requests()).toEqual({ POST: 1 });
  await context.setOffline(true);
  await create.errors.expectShown();
  await create.lost.expectVerdict('not known');
  await create.expectKept();
  section.note(CASE.cutOff, await observer.end());
  expect(observer.requests()).toEqual({ POST: 1 });
});

test.describe('with a wrong clock', () => {
  for (const { title, shift } of [
    { title: CASE.ahead, shift: DAY },
    { title: CASE.behind, shift: -DAY },
  ]) {
    test(`${title}: the token is made`, RULES, async ({ page, portal }) => {
      await page.clock.install({ time: Date.now() + shift });
      const here = await portal();
      const { create, observer } = await filled(page, here);
      await create.create.click();
      await expectWorks(page, here, observer);
      expect(observer.requests()).toEqual({ POST: 1 });
      section.note(title, await observer.end());
    });
  }

  for (const { title, shift, says } of [
    // Nobody may be told that trying again is safe: a token was made.
    { title: CASE.aheadLost, shift: DAY, says: /^Nobody knows: a token named deploy pipeline exists/ },
    { title: CASE.behindLost, shift: -DAY, says: /^Yes, it seems: a token named deploy pipeline is new/ },
  ]) {
    test(`${title}: what was made is named`, RULES, async ({ page, portal }) => {
      await page.clock.install({ time: Date.now() + shift });
      const here = await portal();
      const { create, observer } = await filled(page, here);
      here.server.fail({ ...POSTED, times: 1 }, { kind: 'cut' });
      await create.create.click();
      await create.errors.expectShown();
      await expect(create.lost.region.getByText(says)).toBeVisible();
      await expect(create.lost.revoke('deploy pipeline')).toBeVisible();
      await create.create.click();
      await expect(create.lost.region).toBeFocused();
      expect(observer.requests()).toEqual({ POST: 1, GET: 1 });
      section.note(title, await observer.end());
    });
  }

  test('an end that is past for the service is refused at the field', RULES, async ({ page, portal }) => {
    const start = Date.now() - DAY;
    await page.clock.install({ time: start });
    const here = await portal();
    const { create, observer } = await filled(page, here);
    const until = new Date(start + DAY / 2).toISOString().slice(0, 16);
    await create.fill({ expiration: 'Custom', until });
    await create.create.click();
    await create.errors.expectShown();
    await expect(create.expiration).toHaveAttribute('aria-invalid', 'true');
    expect(observer.requests()).toEqual({ POST: 1 });
    section.note(CASE.behindSoon, await observer.end());
  });
});

test('a browser that denies all storage', RULES, async ({ page, portal }) => {
  await page.addInitScript(() => {
    const deny = (): never => {
      throw new DOMException('Access is denied for this document.', 'SecurityError');
    };
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches'])
      Object.defineProperty(window, name, { get: deny });
    Object.defineProperty(document, 'cookie', { get: deny, set: deny });
  });
  const here = await portal();
  const { create, observer } = await filled(page, here);
  await create.create.click();
  await expectWorks(page, here, observer);
  section.note(CASE.noStorage, await observer.end());
});

for (const { title, lock } of [
  { title: CASE.refusedClipboard, lock: 'refused' },
  { title: CASE.noClipboard, lock: 'missing' },
] as const) {
  test(`${title}: the token is selected for copying by hand`, RULES, async ({ page, portal }) => {
    await lockClipboard(page, lock, { olderWayToo: true });
    const here = await portal();
    const { create, observer } = await filled(page, here);
    await create.create.click();
    const result = await expectWorks(page, here, observer);
    await result.copy.click();
    await expect(result.announcement).toHaveText(/^Could not copy the token\. It is selected/);
    expect(await result.selection()).toBe(await result.readToken());
    section.note(title, await observer.end());
  });
}

test('the page is left and comes back empty', RULES, async ({ page, portal }) => {
  const here = await portal();
  const { create, observer } = await filled(page, here);
  await page.goto('about:blank');
  await page.goBack();
  await expect(create.create).toBeVisible();
  await expect(create.apiKey).toHaveValue('');
  section.note(CASE.back, await observer.end());

  await create.fill();
  observer.start();
  await create.create.click();
  await expectWorks(page, here, observer);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await page.goto('about:blank');
  await page.goBack();
  await expect(create.create).toBeVisible();
  expect(asked).toEqual(['beforeunload']);
  section.note(CASE.backUnsaved, await observer.end());
});

// firefox/from-memory.spec.ts asks Firefox the same.
test('the page comes back from the browser’s memory, without its secrets', CHROMIUM_ONLY, async ({ playwright, launchOptions, portal }) => {
  // The driver switches this memory off in the browsers that it starts by itself.
  const browser = await playwright.chromium.launch({ ...launchOptions, ignoreDefaultArgs: ['--disable-back-forward-cache'] });
  const page = await browser.newPage();
  await page.addInitScript(() =>
    addEventListener('pageshow', ({ persisted }) => persisted && (document.documentElement.lang = 'en-GB')),
  );
  const here = await portal();
  const { create, observer } = await filled(page, here);
  await page.goto('about:blank');
  // Only once the driver has its answer; its own way back waits for a load that never comes.
  await page.evaluate(() => void setTimeout(() => history.back()));
  // It is the same page, and not loaded anew.
  await expect(page.locator('html')).toHaveAttribute('lang', 'en-GB');
  await create.expectKept({ key: '' });
  section.note(CASE.memory, await observer.end());
  await browser.close();
});

test('two tabs create at once', RULES, async ({ page, portal, context }) => {
  const here = await portal();
  const other = await context.newPage();
  const { create, observer } = await filled(page, here);
  const otherCreate = await CreatePage.open(other, here);
  await expect(otherCreate.apiKey).toHaveValue('');
  await otherCreate.fill({ name: 'other tab', key: KEYS.Engineers, role: 'Users' });
  await Promise.all([create.create.click(), otherCreate.create.click()]);
  const theirs = await new ResultPage(other).readToken();
  await page.bringToFront();
  const ours = new ResultPage(page);
  // A tab behind another one masks its token.
  await expect(ours.heading).toBeVisible();
  if (await ours.show.isVisible()) await ours.show.click();
  const token = await (await expectWorks(page, here, observer)).readToken();
  expect(token).not.toBe(theirs);
  expect(await page.content()).not.toContain(theirs);
  expect(observer.requests()).toEqual({ POST: 2 });
  section.note(CASE.twoTabs, await observer.end());
});

for (const { title, width } of [
  { title: CASE.zoom200, width: 640 },
  { title: CASE.zoom400, width: 320 },
]) {
  test(`${title}: all of it fits and works`, RULES, async ({ page, portal }) => {
    await page.setViewportSize({ width, height: 256 });
    const fits = () => page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth);
    const here = await portal();
    const { create, observer } = await filled(page, here);
    expect(await fits(), 'the form').toBe(true);
    await create.create.click();
    const result = await expectWorks(page, here, observer);
    expect(await fits(), 'the token').toBe(true);
    await result.copy.click({ trial: true });
    section.note(title, await observer.end());
  });
}

test('reload while the token is being created', RULES, async ({ page, portal }) => {
  const here = await portal();
  here.server.fail(POSTED, { kind: 'delay', milliseconds: 3_000 });
  const { create, observer } = await filled(page, here);
  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    void dialog.accept();
  });
  await create.create.click();
  await expect.poll(() => observer.requests()).toEqual({ POST: 1 });
  await page.reload();
  await expect(create.create).toBeVisible();
  expect(asked).toEqual(['beforeunload']);
  await expect(create.apiKey).toHaveValue('');
  expect(here.server.requests(POSTED)).toHaveLength(1);
  // A look at the list may still get out of the page that is left, or not.
  section.note(CASE.reload, { ...(await observer.end()), requests: '1 POST' });

  // The account's list tells about the token: its name is taken by now.
  await create.fill();
  await create.lookUp.click();
  await expect(create.nameTaken).toBeVisible();
});

test('a double click', RULES, async ({ page, portal }) => {
  const here = await portal();
  here.server.fail(POSTED, { kind: 'delay', milliseconds: 500 });
  const { create, observer } = await filled(page, here);
  await create.create.dblclick();
  await expectWorks(page, here, observer);
  expect(observer.requests()).toEqual({ POST: 1 });
  section.note(CASE.doubleClick, await observer.end());

  await (await new ResultPage(page).finish()).createAnother.click();
  await create.fill({ expiration: 'Never' });
  observer.start();
  await create.create.click();
  await create.review.createAnyway.dblclick();
  await expectWorks(page, here, observer);
  expect(observer.requests()).toEqual({ POST: 1 });
  section.note(CASE.doubleReview, await observer.end());
});

test('nobody there for long', RULES, async ({ page, portal }) => {
  await page.clock.install();
  const here = await portal();
  const { create, observer } = await filled(page, here);
  await page.clock.fastForward('15:05');
  await expect(create.announcement).toHaveText('The API key is forgotten after 15 minutes without use');
  await create.expectKept({ key: '' });
  section.note(CASE.idle, await observer.end());

  await create.fill();
  observer.start();
  await create.create.click();
  const result = await expectWorks(page, here, observer);
  await page.clock.fastForward('01:00:00');
  await expect(result.show).toBeVisible();
  section.note(CASE.idleUnsaved, await observer.end());
  // Masked, and still there: with its key, so that it can be revoked.
  await result.show.click();
  await expectWorks(page, here, observer);
  await result.revoke.click();
  await expect(result.revokedHeading).toBeVisible();
});

/** A page of its own, since what goes wrong here fails each page that is watched. */
const unwatched = async (browser: Browser): Promise<Page> => (await browser.newContext({ locale: 'en-GB' })).newPage();

test('the program breaks off, and what is on screen stays', RULES, async ({ browser, portal }) => {
  const page = await unwatched(browser);
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(`${error.message} ${error.stack ?? ''}`));
  // From outside: no new element can be made any more, and views take for granted that one can.
  await page.addInitScript(() => {
    const made = document.createElement.bind(document);
    let broken = false;
    Object.assign(window, { breakTheDocument: () => (broken = true) });
    document.createElement = ((name: string, options?: ElementCreationOptions) => {
      if (broken) throw new DOMException('No more elements.', 'NotSupportedError');
      return made(name, options);
    }) as typeof document.createElement;
  });
  const here = await portal();
  const { create, observer } = await filled(page, here);
  await create.create.click();
  const result = await expectWorks(page, here, observer);
  const token = await result.readToken();

  await page.evaluate(() => (window as unknown as { breakTheDocument(): void }).breakTheDocument());
  const notice = page.getByRole('alert').filter({ hasText: 'This page has stopped working' });
  await expect(notice).toBeHidden();
  // A deletion that fails builds the error summary.
  here.server.fail({ method: 'DELETE' }, { kind: 'answer', status: 500 });
  await result.revoke.click();
  await expect(notice).toBeVisible();
  await expect(notice).toContainText('select it and copy it by hand');
  await expect(result.token).toHaveText(token);
  await expect(result.token).toBeVisible();
  expect(said.join('\n')).toContain('unreachable');
  for (const secret of [KEY, token]) expect(said.join('\n')).not.toContain(secret);
  section.note(CASE.panic, await observer.end());

  // Leaving is still asked about: it would lose the token.
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.accept();
  await page.context().close();
});

test('the table lists these cases and no others', RULES, () => section.expectListed());

import type { Browser, Page } from '@playwright/test';
import { KEYS } from '../../../testing/emulator.ts';
import { PLAIN_NAME } from '../../pages/create-page.ts';
import { lockClipboard } from '../../support/clipboard.ts';
import { LISTED, POSTED } from '../../support/requests.ts';
import { expect, RULES, test } from '../../support/test.ts';
import { expectWorks, filled } from './observer.ts';
import { Section } from './table.ts';

const DAY = 24 * 60 * 60 * 1_000;

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
  zoom200: 'Zoom of 200 % (640 CSS px)',
  zoom400: 'Zoom of 400 % (320 CSS px)',
  panic: 'The page’s program crashes with a new token on screen',
} as const;
const section = new Section('browser', Object.values(CASE));

test('an offline browser keeps what was typed', async ({ page, portal, context }) => {
  const here = await portal();
  const { create, observer } = await filled(page, here);
  await context.setOffline(true);
  await create.create.click();
  await create.errors.expectShown();
  await create.errors.expectSays(/No answer came from/);
  await create.unconfirmed.expectFinding('unreadable');
  await create.expectKept();
  section.note(CASE.offline, await observer.end());
  expect(observer.requests()).toEqual({});

  await context.setOffline(false);
  await create.unconfirmed.lookAgain.click();
  await create.unconfirmed.expectFinding('nothing');
  await create.submit();
  expect(here.server.requests(POSTED)).toHaveLength(1);
});

test('offline while the answer is on its way', RULES, async ({ page, portal, context }) => {
  const here = await portal({ config: { timeoutSeconds: 2 } });
  const { create, observer } = await filled(page, here);
  here.server.fail(POSTED, { kind: 'silence' });
  await create.create.click();
  await expect.poll(() => observer.requests()).toEqual({ POST: 1 });
  await context.setOffline(true);
  await create.errors.expectShown();
  await create.unconfirmed.expectFinding('unreadable');
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

  for (const { title, shift, finding } of [
    // Nobody may be told that trying again is safe: a token was made.
    { title: CASE.aheadLost, shift: DAY, finding: 'unclear' },
    { title: CASE.behindLost, shift: -DAY, finding: 'found' },
  ] as const) {
    test(`${title}: what was made is named`, RULES, async ({ page, portal }) => {
      await page.clock.install({ time: Date.now() + shift });
      const here = await portal();
      // What was there before isn't known.
      here.server.fail({ ...LISTED, times: 1 }, { kind: 'answer', status: 503 });
      const { create, observer } = await filled(page, here);
      here.server.fail({ ...POSTED, times: 1 }, { kind: 'cut' });
      await create.create.click();
      await create.errors.expectShown();
      await create.unconfirmed.expectFinding(finding);
      await expect(create.unconfirmed.region).toContainText(PLAIN_NAME);
      await expect(create.unconfirmed.revoke(PLAIN_NAME)).toBeVisible();
      await create.create.click();
      await expect(create.unconfirmed.region).toBeFocused();
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
    await create.expiration.selectOption({ label: 'Custom' });
    await create.customExpiration.fill(until);
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
  // Once the token is copied there is a new button, Clear clipboard. Nothing is sent for it.
  await result.copy.click();
  await expect(notice).toBeVisible();
  await expect(notice).toContainText('select it and copy it by hand');
  await expect(result.token).toHaveText(token);
  await expect(result.token).toBeVisible();
  expect(said.join('\n')).toContain('unreachable');
  for (const secret of [KEYS.Administrators, token]) expect(said.join('\n')).not.toContain(secret);
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

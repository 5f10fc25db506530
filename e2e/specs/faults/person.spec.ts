import { HOLDERS, KEYS } from '../../../testing/emulator.ts';
import { FORGET_AFTER_MS, inMinutes } from '../../../testing/facts.ts';
import { CreatePage, type NewToken, PLAIN_NAME } from '../../pages/create-page.ts';
import { FORGOTTEN } from '../../pages/idle-warning.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { POSTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { CHROMIUM_ONLY, expect, RULES, test } from '../../support/test.ts';
import { expectWorks, filled } from './observer.ts';
import { Section } from './table.ts';

const LATE = { kind: 'delay', milliseconds: 1_500 } as const;

const CASE = {
  back: 'Leaving the page and going back',
  backUnsaved: 'The page is left with a new token on it, after being asked',
  memory: 'The page comes back from the browser’s memory (bfcache)',
  twoTabs: 'Two tabs create at once',
  reload: 'Reload while the token is being created',
  doubleClick: 'A double click on Create token',
  enterTwice: 'Enter twice in a field',
  manyPresses: 'Presses of every kind while the answer is on its way',
  doubleReview: 'A double click on Create anyway',
  idle: `Idle for ${inMinutes(FORGET_AFTER_MS)}`,
  idleUnsaved: 'Idle for an hour, with a new token on screen',
} as const;
const section = new Section('person', Object.values(CASE));

/** Ways to press more than once, of which one token comes. */
const PRESSES: { title: string; fields?: NewToken; press: (create: CreatePage) => Promise<void>; everyEngine: boolean }[] = [
  { title: CASE.doubleClick, press: (create) => create.create.dblclick(), everyEngine: true },
  {
    title: CASE.enterTwice,
    press: async ({ name }) => {
      await name.press('Enter');
      await name.press('Enter');
    },
    everyEngine: true,
  },
  {
    title: CASE.manyPresses,
    press: async (create) => {
      await create.create.click();
      await expect(create.create).toHaveAttribute('aria-disabled', 'true');
      await expect(create.announcement).toHaveText('Creating token');
      await create.create.click({ force: true });
      await create.create.press('Enter');
      await create.create.press('Space');
      await create.name.press('Enter');
      await create.create.evaluate((button) => (button as HTMLButtonElement).form?.requestSubmit());
    },
    // They have to be done while the answer is on its way, which takes Firefox's driver too long on a busy machine.
    everyEngine: false,
  },
  {
    title: CASE.doubleReview,
    fields: { expiration: 'Never' },
    press: async (create) => {
      await create.create.click();
      await create.review.createAnyway.dblclick();
    },
    everyEngine: true,
  },
];

for (const { title, fields = {}, press, everyEngine } of PRESSES) {
  test(`one token comes of this: ${title}`, everyEngine ? {} : CHROMIUM_ONLY, async ({ page, portal }) => {
    const here = await portal();
    here.server.fail(POSTED, LATE);
    const { create, observer } = await filled(page, here, fields);
    await press(create);
    await expectWorks(page, here, observer);
    // Neither did the page ask for a second one, nor has the service one.
    expect(observer.requests()).toEqual({ POST: 1 });
    expect((await here.emulator.tokens()).filter(({ name }) => name === PLAIN_NAME)).toHaveLength(1);
    section.note(title, await observer.end());
  });
}

test('the page is left and comes back empty', RULES, async ({ page, portal }) => {
  const here = await portal();
  const { create, observer } = await filled(page, here);
  await page.goto('about:blank');
  await page.goBack();
  await create.waitForProgram();
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
  await create.waitForProgram();
  expect(asked).toEqual(['beforeunload']);
  section.note(CASE.backUnsaved, await observer.end());
});

// firefox/from-memory.spec.ts asks Firefox the same.
test(
  'the page comes back from the browser’s memory, without its secrets',
  CHROMIUM_ONLY,
  async ({ playwright, launchOptions, portal }) => {
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
  },
);

test('two tabs that create at once make one token each', RULES, async ({ page, portal, context }) => {
  const here = await portal();
  const other = await context.newPage();
  const otherCreate = await CreatePage.open(other, here);
  await expect(otherCreate.apiKey).toHaveValue('');
  await otherCreate.fill({ name: 'other tab', key: KEYS.Engineers, role: 'Users' });
  await otherCreate.lookUpAccount(HOLDERS.Engineers);
  await settled(other);
  await page.bringToFront();
  const { create, observer } = await filled(page, here);
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
  await create.waitForProgram();
  expect(asked).toEqual(['beforeunload']);
  await expect(create.apiKey).toHaveValue('');
  expect(here.server.requests(POSTED)).toHaveLength(1);
  // A look at the list may still get out of the page that is left, or not.
  section.note(CASE.reload, { ...(await observer.end()), requests: '1 POST' });

  // The account's list tells about the token: its name is taken by now.
  await create.fill();
  await expect(create.nameTaken).toBeVisible();
});

test('an idle page forgets the key and masks the token', RULES, async ({ page, portal }) => {
  await page.clock.install();
  const here = await portal();
  const { create, observer } = await filled(page, here);
  await page.clock.fastForward(FORGET_AFTER_MS + 5_000);
  await expect(create.announcement).toHaveText(FORGOTTEN);
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
  await result.revokeAndConfirm();
  await expect(result.revokedHeading).toBeVisible();
});

test('the table lists these cases and no others', RULES, () => section.expectListed());

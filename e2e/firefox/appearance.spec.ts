import type { Page } from '@playwright/test';
import { KEYS } from '../../testing/emulator.ts';
import { CreatePage } from '../pages/create-page.ts';
import { expectAccessible } from '../support/accessibility.ts';
import { POSTED } from '../support/requests.ts';
import { test as base, expect, type Portal } from '../support/test.ts';

type Preferences = Record<string, boolean | number>;

/** What Firefox does not let a driver emulate is set in its preferences, which takes a browser for each test. */
const test = base.extend<{ preferences: Preferences; width: number }>({
  preferences: [{}, { option: true }],
  width: [1280, { option: true }],
  context: async ({ playwright, launchOptions, channel, preferences, width }, use) => {
    const options = { ...launchOptions, ...(channel && { channel }), firefoxUserPrefs: preferences };
    const browser = await playwright.firefox.launch(options);
    await use(await browser.newContext({ viewport: { width, height: 800 } }));
    await browser.close();
  },
});

const LONG_NAME = 'a-name-that-is-long-and-has-no-place-to-break-'.repeat(3);

/** Goes through the main states, and looks at each. */
const walk = async (page: Page, here: Portal, look: () => Promise<void>): Promise<void> => {
  const state = (name: string): Promise<void> => test.step(name, look);
  const create = await CreatePage.open(page, here);
  await state('empty');
  await create.expiration.selectOption({ label: 'Custom' });
  await create.customExpiration.fill('');
  await create.create.click();
  await create.errors.expectShown();
  await state('errors');
  await create.fill({ key: KEYS.Administrators, role: 'Administrators', name: LONG_NAME, until: '2037-01-31T12:00' });
  await create.preview.click();
  await expect(create.previewed).toBeVisible();
  await state('filled in, with the request');
  await create.create.click();
  await expect(create.review.region).toBeFocused();
  await state('review');
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'cut' });
  await create.review.createAnyway.click();
  await create.unconfirmed.expectFinding('found');
  await state('unconfirmed and found');
  await create.unconfirmed.keepAndGoOn.click();
  const result = await create.submit({ review: true });
  await state('result');
  await result.finish();
  await state('saved');
};

/** There is no sideways scrolling. Unlike Chromium's under test, Firefox's scroll bar takes its part of the width. */
const expectFits = async (page: Page): Promise<void> => {
  const { scrollWidth, clientWidth } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return { scrollWidth, clientWidth };
  });
  expect(scrollWidth).toBe(clientWidth);
};

test.describe('in dark colours', () => {
  test.use({ preferences: { 'layout.css.prefers-color-scheme.content-override': 0 } });

  test('no main state has an accessibility violation', async ({ page, portal }) => {
    test.slow();
    await walk(page, await portal(), () => expectAccessible(page));
    expect(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)).toBe(true);
  });
});

test.describe('320 px wide', () => {
  test.use({ width: 320 });

  test('every main state fits and has no accessibility violation', async ({ page, portal }) => {
    test.slow();
    await walk(page, await portal(), async () => {
      await expectFits(page);
      await expectAccessible(page);
    });
    expect(await page.evaluate(() => innerWidth)).toBe(320);
  });
});

test.describe('320 px wide with text twice as large', () => {
  test.use({ width: 320, preferences: { 'font.size.variable.x-western': 32 } });

  test('every main state fits', async ({ page, portal }) => {
    test.slow();
    await walk(page, await portal(), () => expectFits(page));
    expect(await page.evaluate(() => [innerWidth, getComputedStyle(document.body).fontSize])).toEqual([320, '32px']);
  });
});

test.describe('with forced colours and reduced motion', () => {
  test.use({ preferences: { 'browser.display.document_color_use': 2, 'ui.prefersReducedMotion': 1 } });

  test('controls and errors keep an edge, and nothing moves', async ({ page, portal }) => {
    const create = await CreatePage.open(page, await portal());
    for (const setting of ['(forced-colors: active)', '(prefers-reduced-motion: reduce)']) {
      expect(await page.evaluate((query) => matchMedia(query).matches, setting)).toBe(true);
    }
    await create.create.click();
    await create.errors.expectShown();
    for (const control of [create.apiKey, create.account, create.role, create.create, create.errors.region]) {
      const edge = await control.evaluate((element) => {
        const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(element);
        const drawn = borderTopStyle !== 'none' && Number.parseFloat(borderTopWidth) >= 1;
        return { drawn, visible: borderTopColor !== backgroundColor };
      });
      expect(edge).toEqual({ drawn: true, visible: true });
    }
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  });
});

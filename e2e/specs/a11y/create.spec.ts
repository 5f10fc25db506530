import type { Page } from '@playwright/test';
import { KEYS } from '../../../testing/emulator.ts';
import { WARN_AFTER_MS } from '../../../testing/facts.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { IdleWarning } from '../../pages/idle-warning.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { expectAccessible, expectFits } from '../../support/accessibility.ts';
import { LISTED, POSTED } from '../../support/requests.ts';
import { CHROMIUM_ONLY, expect, type Portal, test } from '../../support/test.ts';

// In Chromium only: colours, contrast and text size are emulated in ways that Firefox’s driver doesn’t know.
// firefox/appearance.spec.ts stands in for them.

type Look = (state: string) => Promise<void>;

/** Walks through every state that the page has, and looks at each. */
const walk = async (page: Page, here: Portal, look: Look): Promise<void> => {
  await page.clock.install();
  const create = await CreatePage.open(page, here, '#create?name=from-a-link');
  await expect(create.filledByLink).toBeVisible();
  await look('filled by a link');
  await create.preview.click();
  await expect(page.getByText('Fill in the form to see the request.')).toBeVisible();
  await look('unfolded, without a request yet');
  await page.goto('about:blank');
  await CreatePage.open(page, here);
  await look('empty');
  await create.expiration.selectOption({ label: 'Custom' });
  await create.customExpiration.fill('');
  await create.create.click();
  await create.errors.expectShown();
  await look('errors');

  await create.fill({
    key: KEYS.Engineers,
    role: 'Administrators',
    name: 'a-name-that-is-long-and-has-no-place-to-break-'.repeat(3),
  });
  await create.access.unfold();
  await create.showApiKey.click();
  await expect(page.getByText('your own role is Engineers')).toBeVisible();
  await create.customExpiration.fill('2027-01-31T12:00');
  await create.preview.click();
  await expect(create.previewed).toBeVisible();
  await look('looked up, with a warning, a custom end and the request');

  await create.access.enterKey(KEYS.Administrators);
  const refusal = JSON.stringify({ errors: { quota: ['x'.repeat(200)] }, request_id: 'r-1' });
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'answer', status: 400, body: refusal });
  await create.create.click();
  await expect(create.review.region).toBeFocused();
  await look('review');
  await create.review.createAnyway.click();
  await create.errors.expectShown();
  await look('refused by the service');

  here.server.fail({ ...POSTED, times: 1 }, { kind: 'silence' });
  await create.create.click();
  await create.review.createAnyway.click();
  await expect(create.announcement).toHaveText('Creating token');
  await look('creating');
  await create.errors.expectSays(/No answer came within/);
  await create.unconfirmed.expectFinding('nothing');
  await look('unconfirmed, and nothing found');
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'answer', status: 502 });
  here.server.fail({ ...LISTED, times: 1 }, { kind: 'answer', status: 502 });
  await create.create.click();
  await create.review.createAnyway.click();
  await create.unconfirmed.expectFinding('unreadable');
  await look('unconfirmed, and the list can’t be read');
  await create.unconfirmed.goOnWithoutKnowing.click();
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'rewrite', change: () => ({ status: 502 }) });
  await create.create.click();
  await create.review.createAnyway.click();
  await create.unconfirmed.expectFinding('found');
  await look('unconfirmed and found');
  await create.unconfirmed.keepAndGoOn.click();

  await create.create.click();
  await create.review.createAnyway.click();
  const result = new ResultPage(page);
  await expect(result.heading).toBeVisible();
  await look('result');
  await result.hide.click();
  await result.verify.click();
  await expect(result.announcement).toHaveText(/^The token works/);
  await look('hidden and verified');
  await result.download.click();
  await expect(result.announcement).toHaveText(/^File downloaded/);
  await look('handed over');
  await result.copyAs.selectOption({ label: 'Python' });
  await look('what is copied, for a program');
  await result.copyAs.selectOption({ label: 'GitLab CI/CD variable' });
  await look('what is entered, for another product’s form');
  const receipt = await result.finish();
  await look('saved');

  await receipt.createAnotherLikeThis.click();
  await expect(create.nameTaken).toBeVisible();
  await page.clock.fastForward(WARN_AFTER_MS + 5_000);
  await expect(new IdleWarning(page).keep).toBeVisible();
  await look('about to forget the key, with a name that is taken');
  await create.role.selectOption({ label: 'Users' });
  await create.create.click();
  await result.revokeAndConfirm();
  await expect(result.revokedHeading).toBeVisible();
  await look('revoked');
};

const config = {
  timeoutSeconds: 3,
  supportUrl: 'https://help.example/tokens',
  policy: { namePattern: '.+', nameHint: 'Anything' },
};

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test('no state has an accessibility violation', CHROMIUM_ONLY, async ({ page, portal }) => {
      test.slow();
      const here = await portal({ config });
      await walk(page, here, (state) => test.step(state, () => expectAccessible(page)));
      here.server.config = '{\n"titel": 1}';
      await page.reload();
      await expect(page.getByRole('heading', { name: 'This page is not configured correctly' })).toBeVisible();
      await expectAccessible(page);
    });
  });
}

const NARROW: Record<string, { width: number; textScale: number }> = {
  '320 px wide': { width: 320, textScale: 1 },
  'with text twice as large': { width: 1280, textScale: 2 },
  '320 px wide with text twice as large': { width: 320, textScale: 2 },
};

for (const [what, { width, textScale }] of Object.entries(NARROW)) {
  test(`every state fits ${what}`, CHROMIUM_ONLY, async ({ page, portal }) => {
    await page.setViewportSize({ width, height: 800 });
    // The browser's own setting for the size of text, which pages in rem follow.
    const session = await page.context().newCDPSession(page);
    await session.send('Page.enable');
    await session.send('Page.setFontSizes', { fontSizes: { standard: 16 * textScale, fixed: 13 * textScale } });
    const here = await portal({ config });
    await walk(page, here, (state) =>
      test.step(state, async () => {
        const size = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.body).fontSize));
        expect(size).toBe(16 * textScale);
        await expectFits(page);
      }),
    );
  });
}

test.describe('with forced colours and reduced motion', () => {
  test.use({ contextOptions: { forcedColors: 'active', reducedMotion: 'reduce' } });

  test('controls and errors keep an edge, and nothing moves', CHROMIUM_ONLY, async ({ page, portal }) => {
    const here = await portal({ config });
    const create = await CreatePage.open(page, here);
    const settings = () =>
      ['(forced-colors: active)', '(prefers-reduced-motion: reduce)'].every((query) => matchMedia(query).matches);
    expect(await page.evaluate(settings)).toBe(true);
    await create.create.click();
    await create.errors.expectShown();
    const edges = [
      create.apiKey,
      create.account,
      create.name,
      create.role,
      create.create,
      create.lookUp,
      create.showApiKey,
      create.errors.region,
    ];
    for (const control of edges) {
      const edge = await control.evaluate((element) => {
        const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor } = getComputedStyle(element);
        return {
          drawn: borderTopStyle !== 'none' && Number.parseFloat(borderTopWidth) >= 1,
          visible: borderTopColor !== backgroundColor,
        };
      });
      expect(edge).toEqual({ drawn: true, visible: true });
    }
    // An announcement is there only when something is announced.
    await expect(create.announcement).toHaveText('');
    await expectAccessible(page);
    const moving = await page.evaluate(() => document.getAnimations().length);
    expect(moving).toBe(0);
  });
});

import type { Page } from '@playwright/test';
import { CreatePage } from '../../pages/create-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { CHROMIUM_ONLY, expect, RULES, test } from '../../support/test.ts';

// Each test runs under `require-trusted-types-for 'script'` and fails for a violation, so that a view that writes HTML is caught
// wherever a test shows it. States, and a test that shows them:
//
// - the form empty, filled by a link, filled in, with errors, looked up, with its request, refused, while the request is on its
//   way; review; unconfirmed region with each finding; result shown, hidden, verified, handed over; receipt; revoked token;
//   idle warning; settings with a mistake: a11y/create.spec.ts (the finding `unclear`: faults/browser.spec.ts)
// - the list without a key, read, unfolded, selected, filtered, searched, empty, with errors, while a new token is not saved; the
//   dialog asking for one or several, running, over; rotation up to its receipt: a11y/tokens.spec.ts
// - the early form: create/early-form.spec.ts; a page that could not be loaded, or has no settings: faults/files, faults/config
// - a program that broke off: faults/browser.spec.ts

interface Policy {
  createHTML(text: string): unknown;
  createScript(text: string): unknown;
  createScriptURL(text: string): unknown;
}

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<p onclick="alert(1)">text</p>',
  '<a href="javascript:alert(1)">text</a>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<form action="https://evil.example"><button formaction="https://evil.example">text</button></form>',
  '<style>* { background: url(https://evil.example) }</style>',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
  '<template><img src=x onerror=alert(1)></template>',
];

/** Keeps each policy that the page makes; to be called before it loads. */
const keepPolicies = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const { trustedTypes } = window as unknown as { trustedTypes: { createPolicy: (...given: unknown[]) => unknown } };
    const made: unknown[] = [];
    const create = trustedTypes.createPolicy.bind(trustedTypes);
    trustedTypes.createPolicy = (...given) => {
      const policy = create(...given);
      made.push(policy);
      return policy;
    };
    Object.defineProperty(window, 'policies', { value: made });
  });
};

/** The texts that one of the page's policies lets through as they are, be it as markup, as a script or as its address. */
const passed = (page: Page, texts: string[]): Promise<string[]> =>
  page.evaluate((all) => {
    const { policies } = window as unknown as { policies: Policy[] };
    const passes = (make: () => unknown, text: string): boolean => {
      try {
        return String(make()) === text;
      } catch {
        return false;
      }
    };
    return all.filter((text) =>
      policies.some((policy) =>
        [() => policy.createHTML(text), () => policy.createScript(text), () => policy.createScriptURL(text)].some((make) =>
          passes(make, text),
        ),
      ),
    );
  }, texts);

// firefox/policy.spec.ts asks Firefox the same.
test('a text that is taken for markup is refused and reported, and would fail any test', CHROMIUM_ONLY, async ({ browser, portal }) => {
  const here = await portal();
  // A page of its own: in the test's, the complaint would be a failure.
  const page = await browser.newPage();
  await CreatePage.open(page, here);
  expect(here.server.violations).toEqual([]);
  const taken = await page.evaluate(() => {
    try {
      document.createElement('div').innerHTML = '<b>bold</b>';
      return true;
    } catch {
      return false;
    }
  });
  expect(taken).toBe(false);
  await expect.poll(() => here.server.violations.join()).toContain('require-trusted-types-for');
  await page.close();
  here.server.violations.length = 0;
});

test('no policy of the page lets hostile markup through', RULES, async ({ page, portal }) => {
  await keepPolicies(page);
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill();
  await (await create.submit()).finish();
  expect(await passed(page, HOSTILE)).toEqual([]);
  await page.goto('about:blank');
  await TokensPage.openList(page, here);
  expect(await passed(page, HOSTILE)).toEqual([]);
});

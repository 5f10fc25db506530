import type { Page } from '@playwright/test';
import { ACCOUNT, KEYS } from '../../testing/emulator.ts';
import { CreatePage } from '../pages/create-page.ts';
import { FOLDERS } from '../support/web-host.ts';
import { expect, test } from './test.ts';

const TOKENS = `/iam/v2/clients/${ACCOUNT}/tokens`;
/** Of all that a browser sends along. */
const PASSED_ON = ['accept', 'authorization', 'connection', 'content-length', 'content-type', 'host', 'user-agent'];

/** What the clipboard holds, pasted where the page's policy doesn't reach: the page itself may not read it. */
const pasted = async (page: Page): Promise<string> => {
  const other = await page.context().newPage();
  await other.setContent('<label>Paste here <textarea></textarea></label>');
  const field = other.getByLabel('Paste here');
  await field.press('ControlOrMeta+V');
  const text = await field.inputValue();
  await other.close();
  return text;
};

for (const folder of FOLDERS) {
  test.describe(`from ${folder}`, () => {
    test('the account is looked up, and a token is created, copied and saved', async ({
      page,
      hosted: { host, service, emulator },
    }) => {
      const create = await CreatePage.open(page, { url: host.origin + folder });
      await create.apiKey.fill(KEYS.Administrators);
      await create.lookUpAccount();

      await create.fill({ name: `hosted in ${folder}`, role: 'Engineers' });
      const result = await create.submit();
      const token = await result.readToken();
      expect(await emulator.whoAmI(token)).toEqual({ status: 200, role: 'Engineers' });
      expect(service.received('POST').map(({ path }) => path)).toEqual([TOKENS]);
      expect(Object.keys(service.received('POST')[0]?.headers ?? {}).sort()).toEqual(PASSED_ON);

      await result.copy.click();
      await expect(result.announcement).toHaveText('Token copied');
      expect(await pasted(page)).toBe(token);
      await result.finish();
    });

    test('a refused role is explained at the role', async ({ page, hosted: { host } }) => {
      const create = await CreatePage.open(page, { url: host.origin + folder });
      await create.fill({ key: KEYS.Engineers, role: 'Administrators' });
      await create.create.click();
      await create.review.createAnyway.click();
      await create.errors.expectShown();
      await create.errors.expectFor(create.role, /Can't create token with role Administrators/);
    });
  });
}

test('all of it comes over HTTP/2', async ({ page, hosted: { host } }) => {
  const create = await CreatePage.open(page, { url: `${host.origin}/` });
  await create.apiKey.fill(KEYS.Administrators);
  await create.lookUpAccount();
  const protocols = await page.evaluate(() =>
    (['navigation', 'resource'] as const)
      .flatMap((type) => performance.getEntriesByType(type) as PerformanceResourceTiming[])
      .map(({ name, nextHopProtocol }) => [new URL(name).pathname.replace(/.*(\.\w+|\/me)$/, '$1'), nextHopProtocol]),
  );
  expect(protocols).toEqual(expect.arrayContaining(['/', '.css', '.js', '.wasm', '.json', '/me'].map((what) => [what, 'h2'])));
  expect(protocols.filter(([, protocol]) => protocol !== 'h2')).toEqual([]);
});

test('the page may write to the clipboard, and nothing else that a browser asks about', async ({ page, hosted: { host } }) => {
  const warnings: string[] = [];
  page.on('console', (message) => /feature|permissions policy/i.test(message.text()) && warnings.push(message.text()));
  await CreatePage.open(page, { url: `${host.origin}/` });
  const allowed = await page.evaluate(() => {
    // Chromium's own, and the only way to see what it made of the header.
    const { featurePolicy } = document as Document & { featurePolicy: { allowsFeature: (name: string) => boolean } };
    const names = ['camera', 'clipboard-read', 'clipboard-write', 'geolocation', 'usb', 'window-management'];
    return names.filter((name) => featurePolicy.allowsFeature(name));
  });
  expect(allowed).toEqual(['clipboard-write']);
  expect(warnings, 'what the browser does not know').toEqual([]);
});

test('no script may make a policy that lets markup through', async ({ page, expected, hosted: { host } }) => {
  await CreatePage.open(page, { url: `${host.origin}/` });
  expected.consoleError(/Trusted ?Types?/i);
  const made = await page.evaluate(() => {
    type Factory = { createPolicy: (name: string, rules: object) => object };
    const { trustedTypes } = globalThis as unknown as { trustedTypes: Factory };
    try {
      return String(trustedTypes.createPolicy('injected', { createHTML: (text: string) => text }));
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(made).toBe('TypeError');
});

test('a request that is cut off reaches the service once, and the page checks what became of it', async ({
  page,
  hosted: { host, service },
}) => {
  const create = await CreatePage.open(page, { url: `${host.origin}/` });
  await create.apiKey.fill(KEYS.Administrators);
  await create.lookUpAccount();
  service.cutMethod = 'POST';
  await create.fill({ name: 'cut off' });
  await create.create.click();
  await create.unconfirmed.expectFinding('nothing');
  expect(service.received('POST')).toHaveLength(1);
});

import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { ROLE_NAMES, ROLES } from '../../../testing/facts.ts';
import { CreatePage, NO_ROLE } from '../../pages/create-page.ts';
import { expectAccessible } from '../../support/accessibility.ts';
import { POSTED } from '../../support/requests.ts';
import { expect, RULES, test } from '../../support/test.ts';

const VERSIONS = [
  { version: 'v2', path: `/iam/v2/clients/${ACCOUNT}/tokens`, form: /^\d+_\w+$/, emulatorArgs: [], tags: {} },
  { version: 'v1', path: `/iam/clients/${ACCOUNT}/tokens`, form: /^\d+\$\w+$/, emulatorArgs: ['--v1', 'on'], tags: RULES },
] as const;

for (const { version, path, form, emulatorArgs, tags } of VERSIONS) {
  test.describe(`through ${version}`, tags, () => {
    for (const { id, name: role } of ROLES) {
      test(`an administrator makes a token with the role ${role}, and it authenticates`, async ({ page, portal }) => {
        const here = await portal({ config: { apiVersion: version }, emulatorArgs });
        const create = await CreatePage.open(page, here);
        await create.fill({ name: 'deploy pipeline', description: 'nightly', role, expiration: '30 days' });
        const result = await create.submit({ review: role === 'Administrators' });

        const token = await result.readToken();
        expect(token).toMatch(form);
        expect(await here.emulator.whoAmI(token)).toEqual({ status: 200, role });

        const posted = here.server.requests(POSTED);
        expect(posted.map((request) => request.path)).toEqual([path]);
        expect(JSON.parse(posted[0]?.body ?? '')).toMatchObject({
          name: 'deploy pipeline',
          description: 'nightly',
          client_user: { role: { id, name: role } },
        });
      });
    }
  });
}

for (const [role, key] of [
  ['Engineers', KEYS.Engineers],
  ['Users', KEYS.Users],
  ['Administrators', KEYS.legacy],
] as const) {
  test(`the key ${key} makes a token of its own role`, RULES, async ({ page, portal }) => {
    const here = await portal();
    const create = await CreatePage.open(page, here);
    await create.fill({ key, role });
    const result = await create.submit({ review: role === 'Administrators' });
    expect(await here.emulator.whoAmI(await result.readToken())).toEqual({ status: 200, role });
  });
}

test('the look-up fills the account', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.apiKey.fill(KEYS.Engineers);
  await create.lookUp.click();
  await expect(create.access.line).toContainText(String(ACCOUNT));
  await create.access.unfold();
  await expect(create.account).toHaveValue(String(ACCOUNT));
});

test('once the token is saved, a receipt without it stays', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await expectAccessible(page);
  await create.fill({ name: 'kept' });
  const result = await create.submit();
  await expectAccessible(page);
  const token = await result.readToken();

  const receipt = await result.finish();
  await expect(receipt.createAnother).toBeVisible();
  await expectAccessible(page);
  expect(await page.content()).not.toContain(token);
  await expect(page.getByText('kept', { exact: true })).toBeVisible();
});

test('what each role may and may not do is said once it is chosen', async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal());
  await expect(create.chosen(create.role)).toHaveText(NO_ROLE);
  await expect(create.role).toHaveValue('');
  const meanings: Record<string, RegExp> = {
    Administrators: /Can everything: .*manage users and read their personal data/,
    Engineers: /Can change service settings/,
    'Purge and Prefetch only (API+Web)': /Can view settings and statistics, purge and prefetch in the portal and through the API/,
    'Purge and Prefetch only (API)': /Can view settings and statistics, purge and prefetch through the API/,
    Users: /Can view settings and statistics\./,
  };
  await expect(create.role.getByRole('option')).toHaveText([NO_ROLE, ...ROLE_NAMES]);
  for (const role of ROLE_NAMES) {
    await create.role.selectOption({ label: role });
    await create.expectSays(meanings[role] ?? /Can /, /Can’t /);
  }
});

import { ACCOUNT, HOLDERS, KEYS } from '../../../testing/emulator.ts';
import { EXPIRATIONS } from '../../../testing/facts.ts';
import { CreatePage, NO_ROLE } from '../../pages/create-page.ts';
import { POSTED } from '../../support/requests.ts';
import { expect, RULES, test } from '../../support/test.ts';


test('the title is the heading and the title of the page, as text', RULES, async ({ page, portal }) => {
  const title = 'Tokens & <b>keys</b> of Example';
  const create = await CreatePage.open(page, await portal({ config: { title } }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(page).toHaveTitle(title);
  await create.create.click();
  await expect(page).toHaveTitle(`Error: ${title}`);
});

test('a fixed account is not asked for, and is where the token goes', RULES, async ({ page, portal }) => {
  const here = await portal({ config: { accountId: ACCOUNT } });
  const create = await CreatePage.open(page, here);
  await expect(create.account).toHaveCount(0);
  await create.expectSays(String(ACCOUNT));
  await create.apiKey.fill(KEYS.Engineers);
  await create.lookUp.click();
  await create.expectSays(HOLDERS.Engineers);
  await create.name.fill('fixed');
  await create.role.selectOption({ label: 'Users' });
  const result = await create.submit();
  await (await result.finish()).createAnother.click();
  await expect(create.account).toHaveCount(0);

  // What is said about an account that nobody can type goes to the operator.
  here.server.fail(POSTED, { kind: 'answer', status: 404, body: '{"message":"Account not found."}' });
  await create.name.fill('again');
  await create.role.selectOption({ label: 'Users' });
  await create.create.click();
  await create.errors.expectShown();
  await create.errors.expectSays('Account not found.', '"accountId" in config.json may be wrong');
  await expect(create.errors.links).toHaveCount(0);
  expect(here.server.requests(POSTED).map(({ path }) => path)).toEqual(Array(2).fill(`/iam/v2/clients/${ACCOUNT}/tokens`));
});

test('a fixed account that is not the key holder’s own is said before anything is sent', RULES, async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal({ config: { accountId: 4711 } }));
  await create.apiKey.fill(KEYS.Engineers);
  await create.lookUp.click();
  await create.expectSays(HOLDERS.Engineers, /another account|not (the|your) account|different account/i);
});

test('what is copied names the operator’s address of the service, and asks for keys where it says', RULES, async ({
  page,
  portal,
}) => {
  const publicApiBase = 'HTTPS://Api.Example.com/';
  const apiKeyHelpUrl = 'https://help.example/keys';
  const create = await CreatePage.open(page, await portal({ config: { publicApiBase, apiKeyHelpUrl } }));
  await create.preview.click();
  await create.fill();
  await expect(create.previewed).toContainText("curl -sS 'https://api.example.com/iam/v2/clients/");
  await create.access.unfold();
  await expect(create.keyHelp).toHaveAttribute('href', apiKeyHelpUrl);
  await expect(create.keyHelp).toHaveAttribute('rel', /noopener.*noreferrer/);
});

for (const [made, said] of [
  [0, undefined],
  [4, 'This account has 8 of 10 tokens.'],
  [6, 'This account has 10 of 10 tokens, so the service will refuse another one. Revoke one first.'],
] as const) {
  test(`with ${made} more tokens of 10, the limit is ${said ? '' : 'not '}said before another one is made`, RULES, async ({
    page,
    portal,
  }) => {
    const here = await portal({ config: { tokenLimit: 10 } });
    for (let at = 0; at < made; at++) await here.emulator.make(`token-${at}`);
    const create = await CreatePage.open(page, here);
    await create.apiKey.fill(KEYS.Administrators);
    await create.lookUpAccount();
    const words = page.getByText(/^This account has [\d,]+ of [\d,]+ tokens/);
    if (said) await expect(words).toContainText(said);
    await create.toTokens.click();
    // Four are there from the start.
    await expect(page.getByText(`${4 + made} of 10 tokens`, { exact: true })).toBeVisible();
    if (!said) return expect(words).toHaveCount(0);
    // What could go is one press away, and those that were never used come first.
    await expect(words).toContainText(/Some may no longer be needed: \d+ never used\./);
    await words.getByRole('link', { name: 'Show these first', exact: true }).click();
    await expect(page).toHaveURL(/#tokens\?sort=last-used$/);
  });
}

test('a link to support comes with errors, and below every view', RULES, async ({ page, portal }) => {
  const supportUrl = 'https://help.example/tokens?from=portal&x=1';
  const create = await CreatePage.open(page, await portal({ config: { supportUrl } }));
  const help = page.getByRole('link', { name: /Get help/ });
  await expect(help).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Help', exact: true })).toHaveAttribute('href', supportUrl);
  await create.create.click();
  await create.errors.expectShown();
  await expect(create.errors.region.getByRole('link', { name: /Get help/ })).toHaveAttribute('href', supportUrl);
  await expect(help).toHaveAttribute('rel', /noopener.*noreferrer/);
});

test('a policy without Never and with few roles offers nothing else', RULES, async ({ page, portal }) => {
  const offered = EXPIRATIONS.flatMap((each) => (each === '7 days' ? [each, '14 days'] : each === 'Never' ? [] : [each]));
  const policy = { allowNever: false, allowedRoles: ['Users', 'Engineers'], defaultLifetimeDays: 14 };
  const create = await CreatePage.open(page, await portal({ config: { policy } }));
  await expect(create.expiration.getByRole('option')).toHaveText(offered);
  await expect(create.chosen(create.expiration)).toHaveText('14 days');
  await expect(create.role.getByRole('option')).toHaveText([NO_ROLE, 'Engineers', 'Users']);
  await create.expectSays(/These rules guide people on this page\. They do not bind anyone/);
});

test('a default beyond the maximum becomes the maximum', RULES, async ({ page, portal }) => {
  const create = await CreatePage.open(
    page,
    await portal({ config: { policy: { maxLifetimeDays: 1, defaultLifetimeDays: 365 } } }),
  );
  await expect(create.expiration.getByRole('option')).toHaveText(['1 day', 'Custom']);
});

test('a description is demanded and a name has to match, all of it', RULES, async ({ page, portal }) => {
  const policy = { requireDescription: true, namePattern: 'team-[a-z]+|ci', nameHint: 'team- and letters, or ci' };
  const here = await portal({ config: { policy } });
  const create = await CreatePage.open(page, here);
  await expect(create.name).toHaveAccessibleDescription(/team- and letters, or ci/);
  await expect(page.getByText('optional')).toHaveCount(0);
  await create.fill({ name: 'x' });
  for (const name of ['team-', 'team-a1', 'cinema', 'no team-a', 'TEAM-A']) {
    await create.name.fill(name);
    await create.create.click();
    await create.errors.expectFor(create.name, 'The Token name must follow the rule here: team- and letters, or ci');
    await create.errors.expectFor(create.description, /^Enter a Description|Enter a Description/);
  }
  expect(here.server.requests(POSTED)).toEqual([]);
  await create.name.fill('  team-web ');
  await create.description.fill('d');
  await create.submit();
  expect(JSON.parse(here.server.requests(POSTED)[0]?.body ?? '')).toMatchObject({ name: 'team-web', description: 'd' });
});

test('a pattern without a hint is shown as it is', RULES, async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal({ config: { policy: { namePattern: '[a-z]{3,}' } } }));
  await expect(create.name).toHaveAccessibleDescription(/\[a-z\]\{3,\}/);
});

test('from a sub-folder the page finds its files and its own settings', RULES, async ({ page, portal }) => {
  const here = await portal({ mount: '/tools/gcore/tokens/', config: { title: 'In a folder' } });
  const create = await CreatePage.open(page, here, '#create');
  await expect(page).toHaveTitle('In a folder');
  await create.fill();
  const result = await create.submit();
  expect((await here.emulator.whoAmI(await result.readToken())).status).toBe(200);
  await expect(page).toHaveURL(/\/tools\/gcore\/tokens\/#create$/);
});

test('a service of another origin that allows the page is called directly', async ({ page, portal }) => {
  const here = await portal({
    crossOrigin: true,
    config: ({ emulatorOrigin }) => ({ apiBase: emulatorOrigin }),
    emulatorArgs: ({ portalOrigin }) => ['--cors-origin', portalOrigin],
  });
  const create = await CreatePage.open(page, here);
  await create.fill();
  await create.lookUpAccount();
  const result = await create.submit();
  expect(await here.emulator.whoAmI(await result.readToken())).toEqual({ status: 200, role: 'Engineers' });
  expect(here.server.apiRequests).toEqual([]);
});

import { ConfigErrorPage } from '../../pages/config-error-page.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { expect, RULES, test } from '../../support/test.ts';

const POSTED = { method: 'POST' } as const;
const LAST_PRESETS = ['90 days', '1 year', 'Custom', 'Never'];

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
  await create.expectSays('Erik Example');
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
  await create.expectSays('Erik Example', /another account|not (the|your) account|different account/i);
});

test('a link to support comes with errors, and only with them', RULES, async ({ page, portal }) => {
  const supportUrl = 'https://help.example/tokens?from=portal&x=1';
  const create = await CreatePage.open(page, await portal({ config: { supportUrl } }));
  const help = page.getByRole('link', { name: /Get help/ });
  await expect(help).toHaveCount(0);
  await create.create.click();
  await create.errors.expectShown();
  await expect(create.errors.region.getByRole('link', { name: /Get help/ })).toHaveAttribute('href', supportUrl);
  await expect(help).toHaveAttribute('rel', /noopener.*noreferrer/);
});

test('a policy without Never and with few roles offers nothing else', RULES, async ({ page, portal }) => {
  const policy = { allowNever: false, allowedRoles: ['Users', 'Engineers'], defaultLifetimeDays: 14 };
  const create = await CreatePage.open(page, await portal({ config: { policy } }));
  await expect(create.expiration.getByRole('option')).toHaveText(['7 days', '14 days', '30 days', '60 days', '90 days', '1 year', 'Custom']);
  await expect(create.chosen(create.expiration)).toHaveText('14 days');
  await expect(create.role.getByRole('option')).toHaveText(['Choose a role', 'Engineers', 'Users']);
  await create.expectSays(/The rules on this page help people; they don.t bind anyone/);
});

test('a default beyond the maximum becomes the maximum', RULES, async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal({ config: { policy: { maxLifetimeDays: 1, defaultLifetimeDays: 365 } } }));
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
  expect(here.server.apiRequests).toEqual([]);
  await create.name.fill('  team-web ');
  await create.description.fill('d');
  await create.submit();
  expect(JSON.parse(here.server.requests(POSTED)[0]?.body ?? '')).toMatchObject({ name: 'team-web', description: 'd' });
});

test('a pattern without a hint is shown as it is', RULES, async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal({ config: { policy: { namePattern: '[a-z]{3,}' } } }));
  await expect(create.name).toHaveAccessibleDescription(/\[a-z\]\{3,\}/);
});

const MISTAKES: [text: string, ...words: string[]][] = [
  ['{\n  "title": "x",\n', 'Line 3', 'It ends too early'],
  ['{\n  "title": "x",,\n}', 'Line 2', 'not JSON'],
  ['[]', 'an object'],
  ['<!doctype html>\n<title>Not found</title>', 'Line 1', 'not JSON'],
  ['', 'Line 1', 'It ends too early'],
  ['{\n  "titel": "x"\n}', 'Line 2, key titel', 'No such key'],
  ['{\n\n  "policy": {\n    "maxLifetime": 3\n  }\n}', 'Line 4, key policy.maxLifetime', 'No such key'],
  ['{\n  "timeoutSeconds": "30"\n}', 'Line 2, key timeoutSeconds', 'from 1 to 300'],
  ['{\n  "timeoutSeconds": 301\n}', 'Line 2, key timeoutSeconds', 'from 1 to 300'],
  ['{\n  "apiBase": "http://api.example"\n}', 'Line 2, key apiBase', 'an https origin'],
  ['{\n  "apiBase": "https://api.example/iam?x=1"\n}', 'Line 2, key apiBase'],
  ['{\n  "apiVersion": "v3"\n}', 'Line 2, key apiVersion', '"v1" or "v2"'],
  ['{\n  "accountId": "7350925"\n}', 'Line 2, key accountId'],
  ['{\n  "supportUrl": "javascript:alert(1)"\n}', 'Line 2, key supportUrl', 'an https address'],
  ['{\n  "policy": {"namePattern": "("}\n}', 'Line 2, key policy.namePattern', 'a regular expression'],
  ['{\n  "policy": {\n "allowedRoles": ["Owners"]}\n}', 'Line 3, key policy.allowedRoles', 'Purge and Prefetch only (API)'],
  ['{\n  "policy": {\n "allowedRoles": []}\n}', 'Line 3, key policy.allowedRoles'],
  ['{\n  "policy": {\n "allowNever": "no"}\n}', 'Line 3, key policy.allowNever', 'true or false'],
  ['{\n  "title": "a",\n  "title": "b"\n}', 'Line 3, key title', 'twice'],
];

test('a mistake in config.json stops the page with its key and line', RULES, async ({ page, portal }) => {
  const here = await portal({ config: '{}' });
  for (const [text, ...words] of MISTAKES) {
    here.server.config = text;
    await page.goto(here.url);
    await new ConfigErrorPage(page).expectSays(...words);
  }
  expect(here.server.apiRequests).toEqual([]);
});

test('without config.json the defaults hold', RULES, async ({ page, portal, expected }) => {
  expected.consoleError(/404/);
  const create = await CreatePage.open(page, await portal({ config: null }));
  await expect(page).toHaveTitle('Gcore API tokens');
  await expect(create.account).toBeVisible();
  await expect(create.chosen(create.expiration)).toHaveText('90 days');
  await expect(create.role.getByRole('option')).toHaveCount(6);
  await expect(create.expiration.getByRole('option').filter({ hasText: /90|1 year|Custom|Never/ })).toHaveText(LAST_PRESETS);
  await expect(page.getByText(/The rules on this page/)).toHaveCount(0);
});

test('a config.json that is there but can’t be read is not taken for a missing one', RULES, async ({ page, portal, expected }) => {
  expected.consoleError(/500/);
  const here = await portal();
  await page.route('**/config.json', (route) => route.fulfill({ status: 500, body: 'oops' }));
  await page.goto(here.url);
  await expect(page.getByRole('alert').filter({ hasText: 'config.json' })).toBeVisible();
  await expect(page.getByRole('textbox')).toHaveCount(0);
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

import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { EXPIRATIONS, ROLE_NAMES } from '../../../testing/facts.ts';
import { ConfigErrorPage } from '../../pages/config-error-page.ts';
import { CreatePage, NO_ROLE } from '../../pages/create-page.ts';
import { hold } from '../../support/hold.ts';
import { expect, RULES, test } from '../../support/test.ts';
import { Observer } from './observer.ts';
import { Section } from './table.ts';

const KEY = KEYS.Administrators;

const CASE = {
  none: 'No config.json',
  slow: 'config.json does not come',
  unavailable: 'config.json: 503',
  failing: 'config.json: 500, with a text',
  cut: 'config.json: the connection ends',
} as const;

/** What is wrong with the file, and words of what the page says about it. */
const MISTAKES: { title: string; config: string; says: readonly string[] }[] = [
  { title: 'is cut off', config: '{\n  "title": "x",\n', says: ['Line 3', 'The file ends too early'] },
  { title: 'has a comma too many', config: '{\n  "title": "x",,\n}', says: ['Line 2', 'JSON syntax error'] },
  { title: 'is a list', config: '[]', says: ['an object'] },
  { title: 'is a web page', config: '<!doctype html>\n<title>Sign in</title>', says: ['Line 1', 'JSON syntax error'] },
  { title: 'is empty', config: '', says: ['Line 1', 'The file ends too early'] },
  { title: 'has an unknown key', config: '{\n  "titel": "x"\n}', says: ['Line 2, key titel', 'no such key'] },
  {
    title: 'has an unknown key in its policy',
    config: '{\n\n  "policy": {\n    "maxLifetime": 3\n  }\n}',
    says: ['Line 4, key policy.maxLifetime', 'no such key'],
  },
  { title: 'has a key twice', config: '{\n  "title": "a",\n  "title": "b"\n}', says: ['Line 3, key title', 'twice'] },
  {
    title: 'has a value of the wrong type',
    config: '{\n  "timeoutSeconds": "30"\n}',
    says: ['Line 2, key timeoutSeconds', 'from 1 to 300'],
  },
  {
    title: 'has a number that is too large',
    config: '{\n  "timeoutSeconds": 301\n}',
    says: ['Line 2, key timeoutSeconds', 'from 1 to 300'],
  },
  {
    title: 'sends keys over plain http',
    config: '{\n  "apiBase": "http://api.example"\n}',
    says: ['Line 2, key apiBase', 'an https origin'],
  },
  {
    title: 'has an address that is not an origin',
    config: '{\n  "apiBase": "https://api.example/iam?x=1"\n}',
    says: ['Line 2, key apiBase'],
  },
  { title: 'has an unknown version', config: '{\n  "apiVersion": "v3"\n}', says: ['Line 2, key apiVersion', '"v1" or "v2"'] },
  { title: 'has an account that is a text', config: `{\n  "accountId": "${ACCOUNT}"\n}`, says: ['Line 2, key accountId'] },
  {
    title: 'has a link that would run a script',
    config: '{\n  "supportUrl": "javascript:alert(1)"\n}',
    says: ['Line 2, key supportUrl', 'an https address'],
  },
  {
    title: 'has a pattern that is not a regular expression',
    config: '{\n  "policy": {"namePattern": "("}\n}',
    says: ['Line 2, key policy.namePattern', 'a regular expression'],
  },
  {
    title: 'has a pattern that takes too long',
    config: '{\n  "policy": {"namePattern": "([a-z0-9]+-?)+"}\n}',
    says: ['Line 2, key policy.namePattern', 'takes too long to test some names'],
  },
  {
    title: 'has an unknown role',
    config: '{\n  "policy": {\n "allowedRoles": ["Owners"]}\n}',
    says: ['Line 3, key policy.allowedRoles', ...ROLE_NAMES],
  },
  {
    title: 'allows no role',
    config: '{\n  "policy": {\n "allowedRoles": []}\n}',
    says: ['Line 3, key policy.allowedRoles'],
  },
  {
    title: 'has a string instead of true or false',
    config: '{\n  "policy": {\n "allowNever": "no"}\n}',
    says: ['Line 3, key policy.allowNever', 'true or false'],
  },
].map(({ title, ...mistake }) => ({ title: `config.json ${title}`, ...mistake }));

const section = new Section('config', [...Object.values(CASE), ...MISTAKES.map(({ title }) => title)]);

test('no config.json means the defaults', RULES, async ({ page, portal, expected }) => {
  expected.consoleError(/Failed to load resource.*404/);
  const here = await portal({ config: null });
  const observer = new Observer(page, here.server, KEY);
  const create = await CreatePage.open(page, here);
  await expect(page).toHaveTitle('Gcore API tokens');
  await expect(create.account).toBeVisible();
  await expect(create.chosen(create.expiration)).toHaveText('90 days');
  await expect(create.role.getByRole('option')).toHaveText([NO_ROLE, ...ROLE_NAMES]);
  await expect(create.expiration.getByRole('option')).toHaveText(EXPIRATIONS);
  await expect(page.getByText(/These rules guide people/)).toHaveCount(0);
  section.note(CASE.none, await observer.end());
});

test(
  'a config.json that does not come leaves a form that can be typed into and sends nothing',
  RULES,
  async ({ page, portal }) => {
    const here = await portal();
    const observer = new Observer(page, here.server, KEY);
    const config = await hold(page, { method: 'GET', path: /\/config\.json$/ });
    await page.goto(here.url);
    const create = new CreatePage(page);
    await create.apiKey.fill(KEY);
    await expect(page.getByRole('status')).toHaveText('Loading…');
    section.note(CASE.slow, await observer.end());
    expect(observer.requests()).toEqual({});
    config.release();
    await create.waitForProgram();
    await expect(create.apiKey).toHaveValue(KEY);
  },
);

test('a config.json that can not be read is not taken for a missing one', RULES, async ({ page, portal, expected }) => {
  expected.consoleError(/Failed to load resource/);
  const here = await portal();
  const observer = new Observer(page, here.server, KEY);
  for (const { title, answer, words } of [
    { title: CASE.unavailable, answer: { status: 503 }, words: 'status 503' },
    { title: CASE.failing, answer: { status: 500, body: 'oops' }, words: 'status 500' },
    { title: CASE.cut, answer: undefined, words: 'no answer came' },
  ]) {
    await test.step(title, async () => {
      await page.route('**/config.json', (route) => (answer ? route.fulfill(answer) : route.abort('connectionreset')), {
        times: 1,
      });
      await page.goto(here.url);
      await expect(page.getByRole('alert').filter({ hasText: words })).toContainText('config.json');
      await expect(page.getByRole('textbox')).toHaveCount(0);
      section.note(title, await observer.end());
    });
  }
});

test('a mistake in config.json stops the page with its key and line', RULES, async ({ page, portal }) => {
  const here = await portal({ config: '' });
  const observer = new Observer(page, here.server, KEY);
  for (const { title, config, says } of MISTAKES) {
    await test.step(title, async () => {
      here.server.config = config;
      await page.goto(here.url);
      await new ConfigErrorPage(page).expectSays(...says);
      section.note(title, await observer.end());
    });
  }
  expect(here.server.apiRequests).toEqual([]);
});

test('the table lists these cases and no others', RULES, () => section.expectListed());

import { pathToFileURL } from 'node:url';
import type { Route } from '@playwright/test';
import { DIST } from '../../../testing/dist.ts';
import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { createToken } from '../../support/create-token.ts';
import { hold } from '../../support/hold.ts';
import { LISTED, POSTED } from '../../support/requests.ts';
import { CHROMIUM_ONLY, expect, RULES, test } from '../../support/test.ts';
import { translate } from '../../support/translate.ts';

// Kinds of input and of browsers that comparable pages failed on.

for (const languages of [['en-US@posix'], ['C'], ['ar-EG', 'fa-IR'], ['th-TH-u-ca-buddhist', 'en-NZ'], []]) {
  test(`dates are in English, and cost no token, in a browser that speaks ${languages.join() || 'nothing'}`, async ({
    page,
    portal,
  }) => {
    await page.addInitScript((spoken) => {
      Object.defineProperty(navigator, 'languages', { get: () => spoken });
      Object.defineProperty(navigator, 'language', { get: () => spoken[0] });
    }, languages);
    const { token } = await createToken(page, await portal());
    expect(token).toMatch(/^\d+_./);
    await expect(page.getByText(/^Expires (Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? .*20\d\d/)).toBeVisible();
  });
}

for (const name of ['', 'Etc/Unknown']) {
  test(`a time zone called “${name}” is told by its offset and its time`, RULES, async ({ page, portal }) => {
    await page.addInitScript((zone) => {
      const options = Intl.DateTimeFormat.prototype.resolvedOptions;
      Intl.DateTimeFormat.prototype.resolvedOptions = function (this: Intl.DateTimeFormat) {
        return { ...options.call(this), timeZone: zone };
      };
    }, name);
    const create = await CreatePage.open(page, await portal());
    await expect(page.getByText(/your time zone is UTC[+-]\d\d:\d\d, where it is \d\d:\d\d now/)).toBeVisible();
    await create.expiration.selectOption({ label: 'Custom' });
    await expect(create.customExpiration).toHaveAccessibleDescription(/In your time zone, UTC[+-]\d\d:\d\d, where it is/);
  });
}

for (const secret of [KEYS.Administrators, '29841_9f8e7d6c5b4a39281706', 'export GCORE_API_KEY=29841$9f8e7d6c5b4a39281706']) {
  test(`a secret as Token name or Description is refused before anything is sent: ${secret.slice(0, 12)}…`, RULES, async ({
    page,
    portal,
  }) => {
    const here = await portal();
    const create = await CreatePage.open(page, here);
    await create.fill({ name: secret });
    await create.create.click();
    await create.errors.expectFor(create.name, 'This looks like an API key or a token');
    await expect(create.preview).toBeVisible();
    await create.fill({ description: secret });
    await create.create.click();
    await create.errors.expectFor(create.description, 'This holds what looks like an API key or a token');
    expect(here.server.requests(POSTED)).toEqual([]);
  });
}

test('a name that nobody sees is no name', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  for (const name of ['\u{200b}', '\u{2060}\u{feff} ', '\u{3164}']) {
    await create.fill({ name });
    await create.create.click();
    await create.errors.expectFor(create.name, 'Enter a Token name');
  }
  expect(here.server.requests(POSTED)).toEqual([]);
});

test('a Description keeps its lines, and Enter in it sends nothing', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill();
  await create.description.pressSequentially('one\ntwo');
  expect(here.server.requests(POSTED)).toEqual([]);
  await create.submit();
  expect(JSON.parse(here.server.requests(POSTED)[0]?.body ?? '')).toMatchObject({ description: 'one\ntwo' });
});

for (const account of ['７３５０９２５', '٧٣٥٠٩٢٥', '\u{200b}7350925\u{a0}', '७३५०९२५']) {
  test(`the Account ID is taken in the digits of any script: ${account.trim()}`, RULES, async ({ page, portal }) => {
    const here = await portal();
    const create = await CreatePage.open(page, here);
    await create.fill({ account });
    await create.submit();
    expect(here.server.requests(POSTED)[0]?.path).toContain(`/clients/${ACCOUNT}/`);
  });
}

test('whoever pastes a key and fills the form need not know the account: it is looked up first', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill({ account: '' });
  await create.submit();
  const asked = here.server.apiRequests.map(({ method, path }) => `${method} ${path.replace(/^.*clients/, '')}`);
  // The list is read for the sake of names that are taken, and nothing waits for it.
  expect(asked.filter((request) => request !== `GET /${ACCOUNT}/tokens`)).toEqual(['GET /me', `POST /${ACCOUNT}/tokens`]);
});

test('an account that was looked up belongs to its key', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.apiKey.fill(KEYS.Administrators);
  await create.lookUpAccount();
  await create.access.unfold();
  await expect(create.account).toHaveValue(String(ACCOUNT));
  await create.apiKey.fill(KEYS.Engineers);
  await expect(create.account).toHaveValue('');
  // What was typed is the person's.
  await create.access.enterAccount(ACCOUNT);
  await create.access.enterKey(KEYS.Users);
  await expect(create.account).toHaveValue(String(ACCOUNT));
});

for (const [what, refuse] of [
  ['is missing', (route: Route) => route.fulfill({ status: 404, body: '' })],
  ['does not arrive', (route: Route) => route.abort()],
  ['is a login page', (route: Route) => route.fulfill({ contentType: 'text/html', body: '<title>Log in</title>' })],
] as const) {
  test(`the page masks the key all the same where its style sheet ${what}`, RULES, async ({ page, portal, expected }) => {
    expected.consoleError(/Failed to load resource|stylesheet|integrity|MIME type/);
    await page.route('**/*.css', refuse);
    const create = await CreatePage.open(page, await portal());
    const masking = (): Promise<string> =>
      create.apiKey.evaluate((input) => getComputedStyle(input).getPropertyValue('-webkit-text-security'));
    expect(await masking()).toBe('disc');
    await create.showApiKey.click();
    expect(await masking()).toBe('none');
  });
}

test('translated by the browser, the page still hides the token and says what happens', async ({ page, portal }) => {
  const { result, token } = await createToken(page, await portal());
  await translate(page);
  await expect(result.token).toHaveText(token);
  await expect(page.locator('#token-text')).toHaveAttribute('translate', 'no');
  await page.getByRole('button', { name: /Hide token/ }).click();
  await expect(page.getByText(token)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Show token', exact: true })).toBeVisible();
  await result.verify.click();
  await expect(page.getByRole('main').getByText(/^The token works: /)).toBeVisible();
});

test('translated by the browser, the form still says what is wrong and what it means', RULES, async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal());
  await create.fill({ name: '' });
  await translate(page);
  await create.create.click();
  await create.errors.expectFor(create.name, 'Enter a Token name');
  await translate(page);
  await create.expiration.selectOption({ label: 'Never' });
  await expect(page.getByText('Never expires: it works until somebody revokes it.')).toBeVisible();
  for (const lifetime of ['7 days', '30 days']) {
    await create.expiration.selectOption({ label: lifetime });
    await expect(page.getByText(new RegExp(`^Expires .*, in ${lifetime}\\.$`))).toBeVisible();
    await translate(page);
  }
  await create.name.fill('ci');
  await create.submit();
  await expect(page.getByText('Enter a Token name')).toHaveCount(0);
});

test('translated by the browser, the list still shows what is searched for', RULES, async ({ page, portal }) => {
  const here = await portal({ emulatorArgs: ['--sample-tokens'] });
  const tokens = await TokensPage.openList(page, here);
  await translate(page);
  await tokens.search.fill('laptop');
  await expect(tokens.table.getByRole('rowheader')).toHaveText([/Laptop/]);
  await translate(page);
  await tokens.search.fill('grafana');
  await expect(tokens.table.getByRole('rowheader')).toHaveText([/Grafana/]);
  await translate(page);
  await tokens.search.fill('');
  await expect(page.getByRole('heading', { name: /^\d+ active tokens$/ })).toBeVisible();
  for (const row of [0, 1]) {
    await tokens.table.getByRole('checkbox', { name: /^Select (?!all)/ }).nth(row).check();
    await expect(page.getByText(`${row + 1} ${row === 0 ? 'token' : 'tokens'} selected`, { exact: true })).toBeVisible();
    await translate(page);
  }
});

test('no writing assistant or filler is offered a field', RULES, async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal());
  for (const field of [create.apiKey, create.account, create.name, create.description]) {
    for (const [attribute, value] of [
      ['autocomplete', 'off'],
      ['spellcheck', 'false'],
      ['translate', 'no'],
      ['data-gramm', 'false'],
      ['data-enable-grammarly', 'false'],
      ['data-lt-active', 'false'],
      ['data-1p-ignore', 'true'],
      ['data-bwignore', 'true'],
      ['data-lpignore', 'true'],
      ['data-protonpass-ignore', 'true'],
      ['data-form-type', 'other'],
    ] as const) {
      await expect(field).toHaveAttribute(attribute, value);
    }
  }
});

for (const [what, writeText] of [
  ['never answers', () => new Promise<void>(() => undefined)],
  ['refuses', () => Promise.reject(new DOMException('Not allowed', 'NotAllowedError'))],
  [
    'breaks',
    () => {
      throw new TypeError('broken');
    },
  ],
] as const) {
  test(`a clipboard that ${what} is given up, and the token selected`, CHROMIUM_ONLY, async ({ page, portal }) => {
    await page.addInitScript(`navigator.clipboard.writeText = ${writeText}; document.execCommand = () => false;`);
    const { result, token } = await createToken(page, await portal());
    await result.copy.click();
    await expect(result.announcement).toHaveText(/^Could not copy the token\./);
    expect(await result.selection()).toBe(token);
  });
}

for (const [what, answer, words, said] of [
  ['is refused', { status: 403, body: '{"message":"Not you."}' }, 'Not you.', 'No token was created: there is a problem to fix.'],
  [
    'has a field refused',
    { status: 400, body: '{"errors":{"name":["Taken."]}}' },
    'Taken.',
    'No token was created: there is a problem to fix.',
  ],
  ['stays without a clear answer', { status: 502 }, /502/, 'It is not known whether a token was created.'],
] as const) {
  test(`a token that ${what} while somebody is at the list is said there`, RULES, async ({ page, portal }) => {
    const here = await portal();
    const create = await CreatePage.open(page, here);
    await create.fill();
    const post = await hold(page, { ...POSTED, path: /tokens$/ });
    here.server.fail(POSTED, { kind: 'answer', ...answer });
    await create.create.click();
    await create.toTokens.click();
    await expect(page.getByText('A token is being created.')).toBeVisible();
    post.release();
    await expect(page.getByText(said)).toBeVisible();
    await new TokensPage(page).goBackToIt.click();
    await create.errors.expectSays(words);
    await create.toTokens.click();
    await expect(page.getByText(said)).toHaveCount(answer.status === 502 ? 1 : 0);
  });
}

for (const [format, type] of [
  ['Kubernetes secret', 'application/yaml'],
  ['.env file', 'text/plain;charset=utf-8'],
  ['Terraform variables', 'text/plain;charset=utf-8'],
] as const) {
  test(`a file that is handed over as ${format} has its type, and its address lives until the browser has it`, CHROMIUM_ONLY, async ({
    page,
    portal,
  }) => {
    await page.addInitScript(() => {
      const seen: { types: string[]; revoked: number } = { types: [], revoked: 0 };
      Object.assign(window, { seen });
      const create = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (blob: Blob) => {
        seen.types.push(blob.type);
        return create(blob);
      };
      const revoke = URL.revokeObjectURL.bind(URL);
      URL.revokeObjectURL = (address) => {
        seen.revoked += 1;
        revoke(address);
      };
    });
    await page.clock.install();
    const { result } = await createToken(page, await portal());
    await result.copyAs.selectOption({ label: format });
    await result.download.click();
    const seen = (): Promise<unknown> => page.evaluate(() => (window as unknown as { seen: unknown }).seen);
    await expect.poll(seen).toEqual({ types: [type], revoked: 0 });
    await page.clock.fastForward(61_000);
    await expect.poll(seen).toEqual({ types: [type], revoked: 1 });
  });
}

for (const [role, words] of [
  ['Engineers', 'You have no active tokens. This API key sees only those that its owner created. Create one'],
  ['Users', 'You have no active tokens. This API key sees only those that its owner created. Create one'],
  ['Administrators', 'This account has no active tokens. Create one'],
] as const) {
  test(`${role} without tokens are told what their key sees`, RULES, async ({ page, portal }) => {
    const here = await portal();
    here.server.fail(LISTED, { kind: 'answer', status: 200, body: '[]' });
    const tokens = await TokensPage.open(page, here);
    await tokens.apiKey.fill(KEYS[role]);
    await tokens.lookUp.click();
    await expect(page.getByText(words, { exact: true })).toBeVisible();
  });
}

test('opened as a file, the page says why it can’t work', CHROMIUM_ONLY, async ({ page, expected }) => {
  expected.consoleError(/.*/);
  await page.goto(`${pathToFileURL(DIST).href}/index.html`);
  const words = page.getByText(/The page’s scripts did not load\. Open it from a web server/);
  await expect(words).toBeVisible({ timeout: 15_000 });
});

for (const rights of ['', ' allow-scripts', ' allow-scripts allow-forms allow-popups']) {
  test(`in a sandbox with the rights “${rights.trim()}” the page says why it can’t work`, CHROMIUM_ONLY, async ({
    page,
    portal,
    expected,
  }) => {
    expected.consoleError(/.*/);
    const { url } = await portal();
    await page.route(url, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), 'content-security-policy': `sandbox${rights}` } });
    });
    await page.goto(url);
    const words = page.getByText(/The page’s scripts did not load\. Open it from a web server/);
    await expect(words).toBeVisible({ timeout: 15_000 });
  });
}

test('on paper there are the receipt and the token, and no buttons', CHROMIUM_ONLY, async ({ page, portal }) => {
  const { result, token } = await createToken(page, await portal());
  await result.copyAs.selectOption({ label: 'Kubernetes secret' });
  await expect(result.preview).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText(token)).toBeVisible();
  await expect(page.getByText('Token ID')).toBeVisible();
  await expect(page.getByRole('button').filter({ visible: true })).toHaveCount(0);
  await expect(page.getByRole('navigation')).toBeHidden();
  await expect(result.copyAs).toBeHidden();
  await expect(result.preview).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await result.hide.click();
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText(token)).toHaveCount(0);
});

test('on paper there is the receipt of a token that is saved or revoked, without buttons', CHROMIUM_ONLY, async ({
  page,
  portal,
}) => {
  const here = await portal();
  for (const end of ['saved', 'revoked'] as const) {
    const { result, token } = await createToken(page, here);
    if (end === 'saved') await result.finish();
    else {
      await result.revokeAndConfirm();
      await expect(result.revokedHeading).toBeVisible();
    }
    await page.emulateMedia({ media: 'print' });
    await expect(page.getByText('Token ID').filter({ visible: true }).first()).toBeVisible();
    await expect(page.getByText(token)).toHaveCount(0);
    await expect(page.getByRole('button').filter({ visible: true })).toHaveCount(0);
    await page.emulateMedia({ media: 'screen' });
  }
});

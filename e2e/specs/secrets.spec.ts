import type { Page } from '@playwright/test';
import { CreatePage } from '../pages/create-page.ts';
import { ACCOUNT, KEYS } from '../support/emulator.ts';
import { expect, test } from '../support/test.ts';

/** All that a page can show, keep or hand on, as one text. */
const everything = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const fields = [...document.querySelectorAll('input, select, textarea')].map((field) => (field as HTMLInputElement).value);
    const databases = await indexedDB.databases();
    const cached = await Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
    return JSON.stringify([
      document.documentElement.outerHTML,
      fields,
      location.href,
      document.title,
      history.state as unknown,
      window.name,
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      databases,
      cached,
      performance.getEntries().map(({ name }) => name),
      getSelection()?.toString(),
    ]);
  });

/** Every attribute of the document, with its value. */
const attributes = (page: Page): Promise<string> =>
  page.evaluate(() =>
    [...document.querySelectorAll('*')]
      .flatMap((element) => [...element.attributes].map(({ name, value }) => `${name}=${value}`))
      .join('\n'),
  );

test('nothing of key or token is ever kept, logged or put in an attribute, and saving wipes the token', async ({ page, portal }) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill();
  await create.lookUp.click();
  await expect(page.getByText('Dana Demo')).toBeVisible();
  await create.showApiKey.click();
  expect(await attributes(page)).not.toContain(KEYS.Administrators);
  expect(await page.content()).not.toContain(KEYS.Administrators);

  const result = await create.submit();
  const token = await result.readToken();
  const secret = token.slice(token.indexOf('_') + 1);
  expect(await attributes(page)).not.toContain(secret);
  expect(await page.content()).not.toContain(KEYS.Administrators);
  expect(page.url() + (await page.title())).not.toContain(secret);
  await result.verify.click();
  await expect(result.announcement).toHaveText(/^The token works/);
  await result.copy.click();
  await expect(result.announcement).toHaveText(/^(Token copied|Could not copy)/);

  const receipt = await result.finish();
  const left = await everything(page);
  expect(left).not.toContain(secret);
  expect(left).not.toContain(KEYS.Administrators);

  // The key waits in memory for the next token, and only in the field that shows it.
  await receipt.createAnother.click();
  await expect(create.apiKey).toHaveValue(KEYS.Administrators);
  expect(await attributes(page)).not.toContain(KEYS.Administrators);
  expect(await everything(page)).not.toContain(secret);
  for (const known of [secret, KEYS.Administrators]) expect(said.join('\n')).not.toContain(known);
});

test('requests carry the key and nothing else about the person', async ({ page, portal, context }) => {
  const here = await portal();
  await context.addCookies([{ name: 'session', value: 'of-the-host', url: here.url }]);
  const create = await CreatePage.open(page, here);
  await create.fill();
  const listed = page.waitForResponse(/\/tokens$/);
  await create.lookUp.click();
  await listed;
  await expect(page.getByText('Dana Demo')).toBeVisible();
  const result = await create.submit();
  await result.revoke.click();
  await expect(page.getByRole('heading', { name: 'Token revoked', exact: true })).toBeVisible();

  const byTheBrowser = /^(host|connection|user-agent|accept-encoding|accept-language|content-length|origin|pragma|cache-control|sec-.*)$/;
  const own = here.server.apiRequests.map(({ method, headers }) => ({
    method,
    headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !byTheBrowser.test(name))),
  }));
  const authorization = `APIKey ${KEYS.Administrators}`;
  const read = { authorization, accept: 'application/json' };
  expect(own).toEqual([
    { method: 'GET', headers: read },
    { method: 'GET', headers: read },
    { method: 'POST', headers: { ...read, 'content-type': 'application/json' } },
    { method: 'DELETE', headers: read },
  ]);
  // Both come of `cache: no-store`.
  for (const { headers } of here.server.apiRequests) {
    expect(headers['cache-control']).toBe('no-cache');
    expect(headers['pragma']).toBe('no-cache');
  }
  expect(here.server.requests({ method: 'POST' }).map(({ body }) => Object.keys(JSON.parse(body) as object))).toEqual([
    ['name', 'exp_date', 'client_user'],
  ]);
});

test('a redirect of the service is not followed, since it would carry the key elsewhere', async ({ page, portal }) => {
  const here = await portal();
  here.server.fail({ method: 'POST' }, { kind: 'answer', status: 307, headers: { location: '/gcore/iam/elsewhere' } });
  const create = await CreatePage.open(page, here);
  await create.fill();
  await create.create.click();
  await create.errors.expectShown();
  await create.errors.expectSays(/No answer came/);
  await create.lost.expectVerdict('not made');
  const tokens = `/iam/v2/clients/${ACCOUNT}/tokens`;
  expect(here.server.apiRequests.map(({ method, path }) => `${method} ${path}`)).toEqual([`POST ${tokens}`, `GET ${tokens}`]);
});

test('a page that is left, and may come back from memory, comes back without key and token', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill();
  const leave = () => page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));
  await leave();
  await expect(create.apiKey).toHaveValue('');

  await create.fill();
  const result = await create.submit();
  const token = await result.readToken();
  await leave();
  await expect(result.token).toHaveCount(0);
  const left = await everything(page);
  expect(left).not.toContain(token);
  expect(left).not.toContain(KEYS.Administrators);
});

test('a key in the address is neither taken up nor kept', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here, '#create?key=1001_demo-administrator&token=1&apiKey=1001_demo-administrator');
  await expect(create.apiKey).toHaveValue('');
  expect(here.server.apiRequests).toEqual([]);
});

import { createServer } from 'node:http';
import { ACCOUNT, HOLDERS, KEYS } from '../../../testing/emulator.ts';
import { close, hostOf, listen } from '../../../testing/local-server.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { listRead } from '../../support/list-read.ts';
import { LISTED, POSTED } from '../../support/requests.ts';
import { expect, test } from '../../support/test.ts';

test('requests carry the key and nothing else about the person', async ({ page, portal, context }) => {
  const here = await portal();
  await context.addCookies([{ name: 'session', value: 'of-the-host', url: here.url }]);
  const create = await CreatePage.open(page, here);
  await create.fill();
  await create.lookUpAccount(HOLDERS.Administrators);
  await listRead(page, here.server);
  const result = await create.submit();
  await result.revokeAndConfirm();
  await expect(result.revokedHeading).toBeVisible();

  const byTheBrowser =
    /^(host|connection|user-agent|accept-encoding|accept-language|content-length|origin|pragma|priority|cache-control|sec-.*)$/;
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
    // The dialog looks when the token was last used.
    { method: 'GET', headers: read },
    { method: 'DELETE', headers: read },
  ]);
  // Both come of `cache: no-store`.
  for (const { headers } of here.server.apiRequests) {
    expect(headers['cache-control']).toBe('no-cache');
    expect(headers['pragma']).toBe('no-cache');
  }
  expect(here.server.requests(POSTED).map(({ body }) => Object.keys(JSON.parse(body) as object))).toEqual([
    ['name', 'exp_date', 'client_user'],
  ]);
});

for (const status of [302, 307]) {
  test(`a ${status} is not followed, since it would carry the key elsewhere`, async ({ page, portal, expected }) => {
    const received: string[] = [];
    const elsewhere = createServer((request, response) => {
      received.push(`${request.method} ${request.url}`);
      response.writeHead(200, { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }).end();
    });
    await listen(elsewhere);
    try {
      const here = await portal();
      const create = await CreatePage.open(page, here);
      const tokens = `/iam/v2/clients/${ACCOUNT}/tokens`;
      // Chromium names a request that a redirect would lead to, and sends none.
      expected.origin(`http://${hostOf(elsewhere)}`);
      for (const location of ['/gcore/iam/elsewhere', `http://${hostOf(elsewhere)}/iam/elsewhere`]) {
        here.server.fail({ ...POSTED, times: 1 }, { kind: 'answer', status, headers: { location } });
        const read = here.server.requests(LISTED).length;
        await create.fill();
        await create.lookUpAccount();
        await expect.poll(() => here.server.requests(LISTED).length).toBeGreaterThan(read);
        const before = here.server.apiRequests.length;
        await create.create.click();
        await create.errors.expectShown();
        await create.errors.expectSays(/A login page seems to have answered/, /may have been created/);
        await create.unconfirmed.expectFinding('nothing');
        const sent = here.server.apiRequests.slice(before).map(({ method, path }) => `${method} ${path}`);
        expect(sent).toEqual([`POST ${tokens}`, `GET ${tokens}`]);
      }
      expect(received).toEqual([]);
    } finally {
      await close(elsewhere);
    }
  });
}

test('a key in the address is neither taken up nor kept', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here, '#create?key=1001_demo-administrator&token=1&apiKey=1001_demo-administrator');
  await expect(create.apiKey).toHaveValue('');
  expect(here.server.apiRequests).toEqual([]);
});

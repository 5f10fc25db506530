import { POSTED } from '../support/requests.ts';
import { CreatePage } from './pages/create-page.ts';
import { expect, test } from './test.ts';

test('an empty form is refused with every field at once, and each link leads to its field', async ({ tab, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(tab, here);
  await create.create.click();
  await create.errors.expectFocused();
  await tab.expectTitle(/^Error: /);
  await create.expectErrorAt(create.apiKey, /Enter your API key\./);
  await create.expectErrorAt(create.account, /Enter the Account ID, or look it up with your API key\./);
  await create.expectErrorAt(create.name, /Enter a Token name/);
  await create.expectErrorAt(create.role, /Choose a Role\./);
  expect(here.server.apiRequests).toEqual([]);

  await create.fill();
  await create.submit();
  await create.errors.expectGone();
});

test('what the service refuses is said at the field that caused it, in its words', async ({ tab, portal }) => {
  const here = await portal();
  const body = JSON.stringify({ errors: { name: ['This name is taken.'] } });
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'answer', status: 400, body });
  const create = await CreatePage.open(tab, here);
  await create.fill({ name: 'taken' });
  await create.create.click();
  await create.errors.expectFocused();
  await create.expectErrorAt(create.name, /This name is taken\./);
  await create.name.expectValue('taken');
  await create.submit();
});

test('after half an answer the list says that the token was made, and the request was one', async ({ tab, portal }) => {
  const here = await portal();
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'cut' });
  const create = await CreatePage.open(tab, here);
  await create.fill({ name: 'half an answer' });
  await create.create.click();
  await tab.expectSays('It seems so: there is a new token named');
  expect(here.server.requests(POSTED)).toHaveLength(1);
  expect(await here.emulator.named('half an answer')).toEqual({ working: 1, deleted: 0 });
});

test('when the connection ends without an answer, nothing is made, and WebKit asks no second time', async ({ tab, portal }) => {
  const here = await portal();
  here.server.fail(POSTED, { kind: 'refuse' });
  const create = await CreatePage.open(tab, here);
  await create.fill({ name: 'no answer' });
  await create.create.click();
  await tab.expectSays('No: there is no new token named');
  expect(here.server.requests(POSTED)).toHaveLength(1);
});

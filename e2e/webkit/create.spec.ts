import { ACCOUNT } from '../../testing/emulator.ts';
import { POSTED } from '../support/requests.ts';
import { CreatePage } from './pages/create-page.ts';
import { expect, test } from './test.ts';

test('a token is made, authenticates with its role, and is wiped once it is saved', async ({ tab, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(tab, here);
  await create.fill({ name: 'deploy pipeline', role: 'Engineers', expiration: '30 days' });
  await create.description.fill('nightly');
  await tab.expectSays('in 30 days');
  const result = await create.submit();
  await result.heading.expectFocused();
  await tab.expectTitle(/^Token created/);

  const token = await result.readToken();
  expect(token).toMatch(/^\d+_\w+$/);
  expect(await here.emulator.whoAmI(token)).toEqual({ status: 200, role: 'Engineers' });
  const posted = here.server.requests(POSTED);
  expect(posted.map(({ path }) => path)).toEqual([`/iam/v2/clients/${ACCOUNT}/tokens`]);
  expect(JSON.parse(posted[0]?.body ?? '')).toMatchObject({ name: 'deploy pipeline', description: 'nightly' });

  await result.verify.click();
  await result.announcement.expectText(/^The token works/);
  await result.finish();
  expect(await tab.html()).not.toContain(token);
});

test('a risky role is looked at twice', async ({ tab, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(tab, here);
  await create.fill({ role: 'Administrators' });
  await create.create.click();
  await create.review.expectFocused();
  expect(here.server.requests(POSTED)).toEqual([]);
  await create.goBack.click();
  await create.create.expectFocused();
  await create.create.click();
  await create.createAnyway.click();
  await tab.part('heading', 'Token created').expectShown();
});

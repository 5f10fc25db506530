import { createHash } from 'node:crypto';
import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { DELETED, POSTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { CHROMIUM_ONLY, expect, RULES, test } from '../../support/test.ts';

const NOW = '2026-10-20T12:34:56Z';

test.describe('in New York', () => {
  test.use({ timezoneId: 'America/New_York' });

  test('result and receipt tell name, role, id, account and the end in both times', async ({ page, portal }) => {
    await page.clock.setFixedTime(NOW);
    const here = await portal({ emulatorArgs: ['--now', NOW] });
    const create = await CreatePage.open(page, here);
    await create.fill({ name: 'nightly <b>build</b>', expiration: '30 days' });
    const result = await create.submit();
    const token = await result.readToken();
    await expect(page).toHaveTitle(/^Token created/);

    const [id = ''] = token.split('_');
    const end = /Thursday.*19 November 2026.*08:34.*, in 30 days\.2026-11-19 13:34 UTC/;
    const facts = ['nightly <b>build</b>', 'Engineers', id, String(ACCOUNT), end];
    await expect(page.getByRole('definition')).toHaveText(facts);
    await result.finish();
    await expect(page).toHaveTitle(/^Token saved/);
    const fingerprint = createHash('sha256').update(token).digest('hex').slice(0, 8);
    await expect(page.getByRole('definition')).toHaveText([...facts, `${fingerprint}…`]);
  });
});

interface Answer {
  what: string;
  /** What becomes of the service's own answer. */
  change: (given: Record<string, unknown>) => unknown;
  status?: number;
  says: (string | RegExp)[];
}

const ANSWERS: Answer[] = [
  {
    what: 'a server that answers with the token alone',
    change: ({ token }) => ({ token }),
    says: ['Engineers', 'deploy pipeline', /^\d+$/],
  },
  {
    what: '201 and fields that nobody knows',
    status: 201,
    change: (given) => ({ ...given, shiny: { deep: [1, null] } }),
    says: ['Engineers'],
  },
  {
    what: 'a role that is not the one asked for',
    change: (given) => ({ ...given, client_user: { role: { id: 2, name: 'Users' } } }),
    says: ['Users', 'The role is not the one you asked for (Engineers).'],
  },
  { what: 'a role that nobody knows', change: (given) => ({ ...given, client_user: { role: { id: 77 } } }), says: ['Role 77'] },
  {
    what: 'an end that is not the one asked for',
    change: (given) => ({ ...given, exp_date: '2031-01-01T12:00:00.000000Z' }),
    says: ['The expiration is not the one you asked for.', /2031-01-01 12:00 UTC/],
  },
  {
    what: 'no end where one was asked for',
    change: (given) => ({ ...given, exp_date: null }),
    says: ['The expiration is not the one you asked for.', /Never expires/],
  },
  {
    what: 'another name',
    change: (given) => ({ ...given, name: 'cut' }),
    says: ['cut', 'The name is not the one you asked for (deploy pipeline).'],
  },
];

for (const { what, change, status = 200, says } of ANSWERS) {
  test(`${what}: the token is shown, with what the service says of it`, RULES, async ({ page, portal }) => {
    const here = await portal();
    here.server.fail(POSTED, {
      kind: 'rewrite',
      change: ({ body }) => ({ status, body: JSON.stringify(change(JSON.parse(body) as Record<string, unknown>)) }),
    });
    const create = await CreatePage.open(page, here);
    await create.fill();
    const result = await create.submit();
    await create.expectSays(...says);
    expect((await here.emulator.whoAmI(await result.readToken())).status).toBe(200);
    expect(here.server.requests(POSTED)).toHaveLength(1);
    await create.errors.expectGone();
  });
}

test('of a token whose answer names another ID, its own counts', RULES, async ({ page, portal }) => {
  const here = await portal();
  here.server.fail(POSTED, {
    kind: 'rewrite',
    change: ({ body }) => ({ status: 200, body: JSON.stringify({ ...(JSON.parse(body) as object), id: 1001 }) }),
  });
  const create = await CreatePage.open(page, here);
  await create.fill();
  const result = await create.submit();
  const [id = ''] = (await result.readToken()).split('_');
  await expect(create.fact('Token ID')).toHaveText(id);
  await result.revokeAndConfirm();
  await expect(result.revokedHeading).toBeVisible();
  expect(here.server.requests(DELETED).map(({ path }) => path.split('/').at(-1))).toEqual([id]);
});

test('an old $ token is shown whole, copied whole and verified', async ({ page, portal }) => {
  const here = await portal({ config: { apiVersion: 'v1' }, emulatorArgs: ['--v1', 'on'] });
  const create = await CreatePage.open(page, here);
  await create.fill({ key: KEYS.legacy });
  const result = await create.submit();
  expect(await result.readToken()).toMatch(/^\d+\$\w+$/);
  await result.verify.click();
  await expect(result.announcement).toHaveText(/^The token works/);
  await result.revokeAndConfirm();
  await expect(result.revokedHeading).toBeVisible();
  expect(here.server.requests({ method: 'DELETE' })[0]?.path).toMatch(new RegExp(`^/iam/clients/${ACCOUNT}/tokens/\\d+$`));
});

// Firefox's driver tells of no second half.
test('the second half of a double click on Create token puts no token away', CHROMIUM_ONLY, async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal());
  await create.fill();
  const result = await create.submit();
  const token = await result.readToken();
  // As if the button stood where the other one was.
  await result.saved.hover();
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
  await settled(page);
  await expect(result.token).toHaveText(token);
  await result.finish();
});

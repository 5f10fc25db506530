import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { CreatePage, type NewToken, NO_ROLE } from '../../pages/create-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { readClipboard } from '../../support/clipboard.ts';
import { POSTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { expect, RULES, test } from '../../support/test.ts';

/** A form that nobody has touched. */
const PRISTINE: NewToken = { key: '', account: '', name: '', role: NO_ROLE };
const MARKUP = '<img src=x onerror="document.title=1"><b>bold</b>';

const FILLS: { link: string; fills: NewToken }[] = [
  {
    link: '#create?name=ci+deploy&description=a%20%22b%22%20%C3%BC%26%3D&role=Users&expires=30',
    fills: { name: 'ci deploy', description: 'a "b" ü&=', role: 'Users', expiration: '30 days' },
  },
  { link: '#create?role=3009', fills: { role: 'Purge and Prefetch only (API+Web)' } },
  { link: '#create?role=Purge+and+Prefetch+only+(API%2BWeb)', fills: { role: 'Purge and Prefetch only (API+Web)' } },
  { link: '#create?role=1&expires=never', fills: { role: 'Administrators', expiration: 'Never' } },
  { link: '#create?expires=45', fills: { expiration: '45 days' } },
  { link: '#create?expires=365', fills: { expiration: '1 year' } },
  {
    link: `#create?name=${encodeURIComponent(MARKUP)}&description=%E2%80%AEx%zz`,
    fills: { name: MARKUP, description: '\u{202e}x%zz' },
  },
  { link: '#create?name=two%0Alines%00', fills: { name: 'two lines' } },
  { link: `#create?name=${'x'.repeat(200)}`, fills: { name: 'x'.repeat(200) } },
  // What makes no sense is left out, and the rest still counts.
  {
    link:
      '#create?apiBase=https://evil.example&name=ok&key=1001_demo-administrator&token=1_2&apiKey=1_2&accountId=1&account=1' +
      '&role=Root&expires=soon&submit=1',
    fills: { name: 'ok' },
  },
];

test('a link fills the fields that it names, says so, and sends nothing by itself', RULES, async ({ page, portal }) => {
  const here = await portal();
  for (const { link, fills } of FILLS) {
    await test.step(link.slice(0, 80), async () => {
      await page.goto('about:blank');
      const create = await CreatePage.open(page, here, link);
      await expect(create.filledByLink).toBeVisible();
      await create.expectKept({ ...PRISTINE, ...fills });
      await create.errors.expectGone();
      await expect(page.getByRole('img')).toHaveCount(0);
      await settled(page);
    });
  }
  expect(here.server.apiRequests).toEqual([]);
});

const HOSTILE = [
  '#create',
  '#create?',
  '#create?&&&=&=x',
  '#?name=x',
  '#name=x',
  '#create?Name=x&NAME=x&name[]=x&__proto__=x&constructor=x',
  '#create?apiBase=https://evil.example&apiVersion=v1&timeoutSeconds=1&policy=1',
  '#create?key=1001_demo-administrator&token=1_2&apiKey=1_2&API%20key=1_2&accountId=1&account=1',
  '#create?role=Root&expires=soon',
  '#create?role=0&expires=0',
  '#create?role=-1&expires=-1',
  '#create?role=99999999999999999999&expires=99999999999999999999',
  '#create?expires=custom&until=2030-01-01T00:00',
  '#create?name=%00%0A%20%09',
  `#create?role=${'9'.repeat(50_000)}`,
  `#create?${'x'.repeat(50_000)}`,
  `#create?${'a=b&'.repeat(20_000)}`,
  '#<script>document.title=1</script>',
  '?name=x&role=1#',
];

test('a secret in a link gets neither into the form nor stays in the address', RULES, async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal(), '#create?name=29841_9f8e7d6c5b4a39281706&role=2');
  await expect(page.getByText(/^Not taken from the link: name: it looks like an API key or a token/)).toBeVisible();
  await expect(create.name).toHaveValue('');
  expect(page.url()).not.toContain('9f8e');
  expect(await page.content()).not.toContain('9f8e');
});

test('what a link says in vain is said', RULES, async ({ page, portal }) => {
  const here = await portal({ config: { policy: { maxLifetimeDays: 60, namePattern: '[a-z-]+' } } });
  for (const [link, ...parts] of [
    ['#create?name=ci&colour=red', 'colour: the form has no such field'],
    ['#create?name=ci&role=Root&expires=soon', 'role: there is no such Role', 'expires: must be a number of days'],
    ['#create?name=ci&expires=never', 'expires: not allowed here'],
    // Before it is tested against the pattern, which could take long.
    [`#create?name=${'a-'.repeat(40_000)}!&role=Users`, 'name: longer than 200 characters'],
  ] as const) {
    await page.goto('about:blank');
    const create = await CreatePage.open(page, here, link);
    const said = page.getByText(/^Not taken from the link: /);
    for (const part of parts) await expect(said).toContainText(part);
    await create.create.click();
    await create.errors.expectShown();
  }
});

test('links that name nothing of the form do nothing', RULES, async ({ page, portal }) => {
  const here = await portal();
  for (const link of HOSTILE) {
    await test.step(link.slice(0, 80), async () => {
      await page.goto('about:blank');
      const create = await CreatePage.open(page, here, link);
      await create.expectKept(PRISTINE);
      await expect(create.filledByLink).toHaveCount(0);
      await expect(page).toHaveTitle('Gcore API tokens');
    });
  }
  expect(here.server.apiRequests).toEqual([]);
});

test('a link decides neither where the key goes nor for which account', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(
    page,
    here,
    '#create?name=bait&role=Users&apiBase=https://evil.example&apiVersion=v1&accountId=1',
  );
  await create.apiKey.fill(KEYS.Administrators);
  await create.lookUpAccount();
  await expect(create.access.line).toContainText(String(ACCOUNT));
  await create.submit();
  expect(here.server.requests(POSTED).map(({ path }) => path)).toEqual([`/iam/v2/clients/${ACCOUNT}/tokens`]);
});

test('the policy stands above a link, and a risky link is reviewed like any other token', RULES, async ({ page, portal }) => {
  const here = await portal({
    config: { policy: { maxLifetimeDays: 30, allowNever: false, allowedRoles: ['Users', 'Administrators'] } },
  });
  for (const [link, fills] of [
    ['#create?name=a&role=Engineers&expires=60', { name: 'a', expiration: '30 days' }],
    ['#create?name=b&role=5&expires=never', { name: 'b', expiration: '30 days' }],
    ['#create?name=c&role=2&expires=7', { name: 'c', role: 'Users', expiration: '7 days' }],
  ] satisfies [string, NewToken][]) {
    await page.goto('about:blank');
    const create = await CreatePage.open(page, here, link);
    await expect(create.filledByLink).toBeVisible();
    await create.expectKept({ ...PRISTINE, ...fills });
  }
  await page.goto('about:blank');
  const create = await CreatePage.open(page, here, '#create?name=d&role=Administrators');
  await create.apiKey.fill(KEYS.Administrators);
  await create.account.fill(String(ACCOUNT));
  await create.create.click();
  await expect(create.review.region).toBeFocused();
  expect(here.server.requests(POSTED)).toEqual([]);
});

test(
  'a fragment that changes fills an untouched form again, and touches nothing that was typed and no other screen',
  RULES,
  async ({ page, portal }) => {
    const here = await portal();
    const create = await CreatePage.open(page, here);
    const follow = (fragment: string) => page.evaluate((to) => void (location.hash = to), fragment);
    await create.apiKey.fill(KEYS.Administrators);
    await create.account.fill(String(ACCOUNT));
    await follow('#create?name=by+link&role=Users&description=stays');
    await expect(create.filledByLink).toBeVisible();
    await create.expectKept({ name: 'by link', description: 'stays', role: 'Users' });
    await follow('#create?expires=45');
    await expect(create.chosen(create.expiration)).toHaveText('45 days');
    await follow('#create?expires=90');
    await follow('#create?nonsense=1');
    await settled(page);
    await create.expectKept({ name: 'by link', description: 'stays', role: 'Users' });

    await create.role.selectOption({ label: 'Administrators' });
    await follow('#create?name=over+what+was+chosen&role=2');
    await settled(page);
    await create.expectKept({ name: 'by link', description: 'stays', role: 'Administrators' });
    await create.create.click();
    await expect(create.review.region).toBeFocused();
    await follow('#create?name=sneaked+in&role=2');
    await settled(page);
    await create.review.createAnyway.click();
    const result = new ResultPage(page);
    await expect(result.heading).toBeFocused();
    const shown = await result.readToken();
    await follow('#create?name=too+late');
    await settled(page);
    expect(await result.readToken()).toBe(shown);
    expect((await here.emulator.tokens()).some(({ name }) => name === 'by link')).toBe(true);

    await (await result.finish()).createAnotherLikeThis.click();
    await create.expectKept({ name: 'by link', description: 'stays', role: 'Administrators' });
    await expect(create.filledByLink).toHaveCount(0);
  },
);

test.describe('Copy link to this form', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  const TOKENS: NewToken[] = [
    {
      name: 'a&b=c#d%20+é"<b>\'',
      description: ' 日本語 😀 % ',
      role: 'Purge and Prefetch only (API+Web)',
      expiration: 'Never',
    },
    { name: 'plain', role: 'Engineers', expiration: '7 days' },
    { name: 'custom', role: 'Users', expiration: 'Custom', until: '2031-05-06T07:08' },
  ];

  test('gives a link that fills the form like this one and holds no secret', RULES, async ({ page, portal }) => {
    const here = await portal({ mount: '/tools/tokens/' });
    const create = await CreatePage.open(page, here, '?from=a-ticket');
    await create.preview.click();
    const other = await page.context().newPage();
    for (const token of TOKENS) {
      await page.bringToFront();
      await create.fill(token);
      await create.copyLink.click();
      const custom = '. Left out of it: Expiration: a link can only give a number of days';
      await expect(create.announcement).toHaveText(`Link copied${token.expiration === 'Custom' ? custom : ''}`);
      const link = await readClipboard(page);
      expect(link.startsWith(`${here.url}#create?`)).toBe(true);
      for (const secret of [KEYS.Administrators, String(ACCOUNT), '2031']) expect(decodeURIComponent(link)).not.toContain(secret);
      expect(link).toMatch(/^[\x21-\x7e]+$/);

      await other.goto('about:blank');
      const copy = await CreatePage.open(other, { url: link });
      const { until: _, ...again } = token;
      const expiration = token.expiration === 'Custom' ? '90 days' : (token.expiration ?? '');
      await copy.expectKept({ ...again, key: '', account: '', description: token.description?.trim() ?? '', expiration });
      await create.description.fill('');
    }
    expect(here.server.requests(POSTED)).toEqual([]);
  });
});

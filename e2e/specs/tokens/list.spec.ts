import type { Locator, Page } from '@playwright/test';
import { HOLDERS, KEYS } from '../../../testing/emulator.ts';
import { COLUMN_LABELS, COLUMNS, STATUS_LABELS } from '../../../testing/facts.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { TokensPage, UNKNOWN } from '../../pages/tokens-page.ts';
import { expectFits } from '../../support/accessibility.ts';
import { listed, listing } from '../../support/listing.ts';
import { LISTED, READ_ONE } from '../../support/requests.ts';
import { CHROMIUM_ONLY, expect, type Portal, test } from '../../support/test.ts';

const NOW = '2026-11-24T12:00:00Z';
const SAMPLES = { emulatorArgs: ['--sample-tokens', '--now', NOW] };

/** The samples, at the hour that they were made for. */
const openSamples = async (page: Page, here: Portal, fragment?: string): Promise<TokensPage> => {
  await page.clock.setFixedTime(NOW);
  return TokensPage.openList(page, here, fragment);
};

test('the list shows what can be used, what ends next first, with all that is known of each', async ({ page, portal }) => {
  const tokens = await openSamples(page, await portal(SAMPLES));
  await expect(tokens.counted).toHaveText('24 active tokens');
  await expect(tokens.announcement).toHaveText('24 active tokens');
  expect((await tokens.names()).slice(0, 5)).toEqual([
    'x',
    'Build pipeline',
    'Laptop',
    'Cache purge after release',
    'Prefetch before premieres',
  ]);
  await expect(tokens.columnHeader('Expiration')).toHaveAttribute('aria-sort', 'ascending');
  await expect(tokens.row('Build pipeline').getByRole('rowheader')).toContainText('Deploys CDN rules from the main branch');
  await tokens.expectRow('Build pipeline', {
    Role: 'Engineers',
    Status: 'Active',
    Expiration: 'in 3 days',
    'Last used': 'now',
    Created: '60 days ago',
    Issuer: HOLDERS.Engineers,
  });
  await tokens.expectRow('x', { Expiration: 'in 12 hours', 'Last used': '36 hours ago' });
  await tokens.expectRow('Break glass', {
    Role: 'Administrators',
    Expiration: 'Never expires',
    'Last used': 'Never used',
    Created: '2.5 years ago',
  });
  await tokens.expectRow('old-admin-script', { Issuer: 'Lars Gone (deleted)', Created: '3.8 years ago' });
  await tokens.expectRow('Laptop', { Issuer: 'ops@example.com' });
  await tokens.expectRow('Partner feed', { Role: 'Partners' });
  await tokens.expectRow('demo administrator', { 'Last used': 'now', Created: '1 hour ago', Issuer: HOLDERS.Administrators });
  await expect(tokens.row("Export 'Q3' <final> & signed")).toContainText('<b>Not markup</b>, and shown as it is');
});

test.describe('in Tokyo', () => {
  test.use({ timezoneId: 'Asia/Tokyo' });

  test('Details unfolds a row with local and UTC times, and keeps it unfolded for as long as it is wanted', async ({
    page,
    portal,
  }) => {
    const here = await portal(SAMPLES);
    const tokens = await openSamples(page, here);
    const details = tokens.details('Build pipeline');
    await expect(details).toHaveAttribute('aria-expanded', 'false');
    await details.click();
    await expect(details).toHaveAttribute('aria-expanded', 'true');
    await expect(tokens.unfolded).toContainText('1101');
    await expect(tokens.unfolded).toContainText('Friday, 27 November 2026 at 21:00');
    await expect(tokens.unfolded).toContainText('2026-11-27 12:00 UTC');
    await expect(tokens.unfolded).toContainText('Tuesday, 24 November 2026 at 21:00');
    await expect(tokens.unfolded).toContainText('2026-09-25 12:00 UTC');
    await expect(tokens.unfolded).toContainText('erik@example.com');
    await tokens.reread();
    await tokens.sortBy('Name');
    await expect(tokens.unfolded).toHaveCount(1);
    await details.click();
    await expect(tokens.unfolded).toHaveCount(0);
    await expect(details).toBeFocused();

    await tokens.details('Break glass').click();
    await expect(tokens.unfolded).toContainText('Never expires');
    await expect(tokens.unfolded).toContainText('Never used');
    await tokens.details('old-admin-script').click();
    await expect(tokens.unfolded).toHaveCount(2);
    await expect(tokens.unfolded.filter({ hasText: 'Lars Gone' })).toContainText(`E-mail${UNKNOWN}`);
  });
});

/** What each choice of `Status` shows of the samples, and the words of its fragment. */
const FILTERS: Record<string, { counted: string; fragment: string; some: string[]; status?: string }> = {
  'Expiring soon': {
    counted: '6 tokens expiring within 30 days',
    fragment: '#tokens?status=expiring-soon',
    some: ['x', 'For the new colleague'],
    status: 'Active',
  },
  'Never used': {
    counted: '6 tokens never used',
    fragment: '#tokens?status=never-used',
    some: ['Break glass', 'demo legacy'],
    status: 'Active',
  },
  Expired: {
    counted: '3 expired tokens',
    fragment: '#tokens?status=expired',
    some: ['Load test, spring', 'Contractor access', 'Trial key'],
    status: 'Expired',
  },
  Deleted: {
    counted: '2 deleted tokens',
    fragment: '#tokens?status=deleted',
    some: ['Leaked in a screenshot', 'Build pipeline, before rotation'],
    status: 'Deleted',
  },
  All: { counted: '29 tokens', fragment: '#tokens?status=all', some: ['Trial key', 'Leaked in a screenshot', 'x'] },
  Active: { counted: '24 active tokens', fragment: '#tokens', some: ['x'], status: 'Active' },
};

test('the Status filter shows what it says, and only what can be used can be revoked, rotated or selected', async ({
  page,
  portal,
}) => {
  const tokens = await openSamples(page, await portal(SAMPLES));
  expect(await tokens.status.getByRole('option').allTextContents()).toEqual(STATUS_LABELS);
  expect(Object.keys(FILTERS).sort()).toEqual([...STATUS_LABELS].sort());
  for (const [status, { counted, fragment, some, status: each }] of Object.entries(FILTERS)) {
    await tokens.filter(status);
    await expect(tokens.counted).toHaveText(counted);
    await tokens.expectFragment(fragment);
    const names = await tokens.names();
    expect(names).toHaveLength(Number.parseInt(counted, 10));
    expect(names).toEqual(expect.arrayContaining(some));
    for (const name of some) if (each) await expect(tokens.cell(name, 'Status')).toHaveText(each);
    const usable = status === 'All' ? 24 : each === 'Active' ? names.length : 0;
    for (const action of [
      tokens.table.getByRole('button', { name: /^Revoke / }),
      tokens.table.getByRole('button', { name: /^Rotate / }),
      tokens.table.getByRole('checkbox', { name: /^Select (?!all \d+ shown$)/ }),
    ]) {
      await expect(action).toHaveCount(usable);
    }
  }
  // The way back goes filter by filter, and the select with it.
  await page.goBack();
  await expect(tokens.status.getByRole('option', { selected: true })).toHaveText('All');
  await expect(tokens.counted).toHaveText('29 tokens');
  await page.goBack();
  await expect(tokens.status.getByRole('option', { selected: true })).toHaveText('Deleted');
  await expect(tokens.counted).toHaveText('2 deleted tokens');
});

const LONG_NAME = 'a-token-name-from-a-generator-that-never-heard-of-word-breaks-and-just-goes-on-eu-central-1-production-blue';
const SEARCHES: { words: string; finds: string[] }[] = [
  { words: 'TERRAFORM', finds: ['Terraform, production', 'Terraform, staging'] },
  { words: 'platform team', finds: ['Terraform, production', LONG_NAME] },
  { words: 'lars', finds: ['Migration 2023', 'old-admin-script'] },
  { words: 'ops@example', finds: ['Laptop', 'DNS sync'] },
  { words: 'partners', finds: ['Partner feed'] },
  { words: '1105', finds: ['Break glass'] },
  { words: '  glass   BREAK ', finds: ['Break glass'] },
  { words: 'überWACHUNG', finds: ['Überwachung – 監視 – мониторинг'] },
  { words: '監視', finds: ['Überwachung – 監視 – мониторинг'] },
  { words: "<final> & 'q3'", finds: ["Export 'Q3' <final> & signed"] },
];

test('the search looks at name, description, issuer, role and ID, and its words need no order', async ({ page, portal }) => {
  const tokens = await openSamples(page, await portal(SAMPLES));
  for (const { words, finds } of SEARCHES) {
    await tokens.search.fill(words);
    await tokens.expectNames(finds);
    await expect(tokens.counted).toHaveText(`${finds.length} active token${finds.length === 1 ? '' : 's'} found`);
  }
  await tokens.search.fill('no such token');
  await expect(tokens.counted).toHaveText('0 active tokens found');
  await expect(tokens.table).toHaveCount(0);
  await page.getByRole('link', { name: 'Show all active tokens', exact: true }).click();
  await expect(tokens.counted).toHaveText('24 active tokens');
  await expect(tokens.search).toHaveValue('');

  // Letters typed one by one, spaces among them, stay as they are typed.
  await tokens.search.pressSequentially('break gl');
  await expect(tokens.search).toHaveValue('break gl');
  await tokens.expectNames(['Break glass']);
  await tokens.expectFragment('#tokens?search=break%20gl');
});

/** By each column, the first and the last of what has something there. */
const SORTED: Record<string, { first: string; last: string }> = {
  Name: { first: 'a-token-name', last: 'x' },
  Role: { first: 'Break glass', last: 'Überwachung' },
  Status: { first: 'a-token-name', last: 'Leaked in a screenshot' },
  Expiration: { first: 'Trial key', last: 'old-admin-script' },
  'Last used': { first: 'Break glass', last: 'Grafana dashboards' },
  Created: { first: 'old-admin-script', last: 'demo user' },
  Issuer: { first: 'Break glass', last: 'Überwachung' },
};

test('Show all active tokens works at once, before the address says what was searched', async ({ page, portal }) => {
  const tokens = await openSamples(page, await portal(SAMPLES));
  // All in one task: a slow machine, or a quick hand, does no more.
  await tokens.search.evaluate((search: HTMLInputElement) => {
    search.value = 'no such token';
    search.dispatchEvent(new InputEvent('input', { bubbles: true }));
    new MutationObserver((_, observer) => {
      const link = [...document.querySelectorAll('a')].find(({ textContent }) => textContent === 'Show all active tokens');
      if (!link) return;
      observer.disconnect();
      link.click();
    }).observe(document.body, { childList: true, subtree: true });
  });
  await expect(tokens.counted).toHaveText('24 active tokens');
  await expect(tokens.search).toHaveValue('');
  await tokens.expectFragment('#tokens');
});

test('each column sorts both ways, and says so to everybody', async ({ page, portal }) => {
  // All columns have room there.
  await page.setViewportSize({ width: 1440, height: 900 });
  const tokens = await openSamples(page, await portal(SAMPLES), '#tokens?status=all');
  for (const column of COLUMN_LABELS) {
    const header = tokens.columnHeader(column);
    const other = column === 'Name' ? 'Role' : 'Name';
    await tokens.sortBy(other);
    await tokens.sortBy(column);
    await expect(header).toHaveAttribute('aria-sort', 'ascending');
    await expect(tokens.columnHeader(other)).not.toHaveAttribute('aria-sort');
    await expect(tokens.announcement).toHaveText(`Sorted by ${column}, ascending`);
    const ascending = await tokens.names();
    expect(ascending).toHaveLength(29);
    expect(ascending.at(0), `first by ${column}`).toContain(SORTED[column]?.first);
    expect(ascending.at(-1), `last by ${column}`).toContain(SORTED[column]?.last);
    await tokens.sortBy(column);
    await expect(header).toHaveAttribute('aria-sort', 'descending');
    await expect(header.getByRole('button')).toBeFocused();
    expect(await tokens.names(), `descending by ${column}`).not.toEqual(ascending);
  }
  await tokens.expectFragment(`#tokens?status=all&sort=${COLUMNS.at(-1)?.value}&order=descending`);
});

test('a link shows the same view: filter, search and order', async ({ page, portal }) => {
  const here = await portal(SAMPLES);
  const first = await openSamples(page, here);
  await first.filter('All');
  await first.search.fill('pipeline & <b> 100% +é');
  await first.search.fill('build pipeline');
  await first.sortBy('Name');
  await first.sortBy('Name');
  const names = ['Build pipeline, before rotation', 'Build pipeline'];
  await first.expectNames(names);
  const fragment = '#tokens?status=all&search=build%20pipeline&sort=name&order=descending';
  await first.expectFragment(fragment);

  await page.goto('about:blank');
  const second = await openSamples(page, here, fragment);
  await second.expectNames(names);
  await expect(second.search).toHaveValue('build pipeline');
  await expect(second.status.getByRole('option', { selected: true })).toHaveText('All');
  await expect(second.columnHeader('Name')).toHaveAttribute('aria-sort', 'descending');

  // What makes no sense is left out, and the rest still counts.
  for (const [link, counted] of [
    ['#tokens?status=%3Cb%3E&sort=nothing&order=sideways&attention=all&key=1_2&search=', '24 active tokens'],
    ['#tokens?&&=&status=expired&constructor=1&__proto__=2', '3 expired tokens'],
    [`#tokens?search=${'x'.repeat(50_000)}`, '0 active tokens found'],
    ['#tokens?search=%00%0A+x%zz', '0 active tokens found'],
    ['#tokens?', '24 active tokens'],
  ] as const) {
    await page.evaluate((to) => void (location.hash = to), link);
    await expect(second.counted).toHaveText(counted);
  }
  await expect(page).toHaveTitle('Tokens – Gcore API tokens');
});

test('an account without tokens says so and leads to the form', async ({ page, portal }) => {
  const here = await portal();
  here.server.fail(LISTED, listing([]));
  const tokens = await TokensPage.openList(page, here);
  await expect(tokens.counted).toHaveText('0 active tokens');
  await expect(page.getByText('This account has no active tokens.')).toBeVisible();
  await expect(tokens.attention).toContainText('Nothing');
  await page.getByRole('link', { name: 'Create one', exact: true }).click();
  await expect(new CreatePage(page).heading).toBeFocused();
});

test('what the service leaves out or writes oddly is shown as unknown, and nothing stands in for it', async ({
  page,
  portal,
}) => {
  await page.clock.setFixedTime(NOW);
  await page.setViewportSize({ width: 1440, height: 900 });
  const here = await portal();
  const somebody = listed({}).client_user;
  here.server.fail(
    LISTED,
    listing([
      null,
      5,
      'text',
      [],
      {},
      { name: 'without an ID' },
      { id: 10 },
      { ...listed({ id: 11 }), name: null, description: null, created: null },
      { ...listed({ id: 12 }), name: 12345 },
      { ...listed({ id: 13, name: 'odd dates', exp_date: 'soon', last_usage: 'yesterday', created: '0000-00-00' }) },
      {
        ...listed({ id: 14, name: 'far', exp_date: '9999-12-31T23:59:59.999999Z' }),
        created: '0001-01-01T00:00:00Z',
        last_usage: '1970-01-01T00:00:00Z',
      },
      { ...listed({ id: 15, name: 'nobody' }), client_user: null },
      { ...listed({ id: 16, name: 'gone', client_user: { ...somebody, user_name: null, user_email: null, deleted: true } }) },
      { ...listed({ id: 17, name: 'role by number' }), client_user: { ...somebody, role: { id: 77 } } },
      { ...listed({ id: 18, name: 'both', exp_date: '2026-01-01', expired: true, deleted: true }) },
      { ...listed({ id: 19, name: 'ended since', exp_date: '2026-11-24T11:59:59Z', expired: false }) },
      { ...listed({ id: 9_007_199_254_740_993, name: 'large' }) },
    ]),
  );
  const tokens = await TokensPage.openList(page, here);
  await tokens.filter('All');
  await tokens.expectRow('Token 10', {
    Role: UNKNOWN,
    Status: 'Active',
    Expiration: UNKNOWN,
    'Last used': 'Never used',
    Created: UNKNOWN,
    Issuer: UNKNOWN,
  });
  await tokens.expectRow('Token 11', {
    Expiration: 'Never expires',
    'Last used': 'Never used',
    Created: UNKNOWN,
    Issuer: HOLDERS.Administrators,
  });
  await expect(tokens.row('Token 12')).toBeVisible();
  await tokens.expectRow('odd dates', { Status: 'Active', Expiration: UNKNOWN, 'Last used': UNKNOWN, Created: UNKNOWN });
  await tokens.expectRow('far', { Expiration: 'Never expires', 'Last used': 'Never used', Created: UNKNOWN });
  await tokens.expectRow('nobody', { Role: UNKNOWN, Issuer: UNKNOWN });
  await tokens.expectRow('gone', { Issuer: 'User 1023101 (deleted)' });
  await tokens.expectRow('role by number', { Role: /77/ });
  await tokens.expectRow('both', { Status: 'Expired' });
  await tokens.expectRow('ended since', { Status: 'Expired', Expiration: 'now' });
  for (const name of ['Token 10', 'odd dates', 'far']) await tokens.details(name).click();
  await expect(tokens.unfolded).toHaveCount(3);
  await expect(page.getByText(/Invalid|NaN|undefined|null|1970/)).toHaveCount(0);
  // What is missing is last, whichever way it is sorted.
  await tokens.filter('Active');
  for (let way = 0; way < 2; way += 1) {
    await tokens.sortBy('Created');
    expect((await tokens.names()).slice(-4).sort()).toEqual(['Token 10', 'Token 11', 'far', 'odd dates']);
  }
});

/** Whether a text's last letter stands to the right of its first one on screen, as it does in English. */
const endsRightOfItsStart = (text: Locator): Promise<boolean> =>
  text.evaluate((element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const letters: { node: Node; at: number; letter: string }[] = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      [...(node.textContent ?? '')].forEach((letter, at) => letters.push({ node, at, letter }));
    }
    const visible = letters.filter(({ letter }) => letter.trim() !== '' && letter !== '\u{202e}');
    const left = ({ node, at }: { node: Node; at: number }): number => {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect().left;
    };
    const [first, last] = [visible.at(0), visible.at(-1)];
    return first !== undefined && last !== undefined && visible.every((letter) => left(letter) <= left(last));
  });

const MARKUP = '<img src=x onerror="document.title=1"><script>document.title=2</script>{{7*7}}';
const REVERSED = '\u{202e}txt';
const LONG = 'x'.repeat(1_000);

/** Has all texts of a token be hostile. */
const listHostile = ({ server }: Portal): void => {
  const somebody = listed({}).client_user;
  const tokens = [MARKUP, REVERSED, LONG, 'two\nlines\u0000'].map((name, at) => {
    const user = { ...somebody, role: { id: 4711, name }, user_name: name, user_email: name, deleted: true };
    return listed({ id: at + 1, name, description: name, client_user: user });
  });
  server.fail(LISTED, listing(tokens));
  server.fail(READ_ONE, { kind: 'answer', status: 500 });
};

test('hostile names stay text: nothing runs, and nothing scrolls sideways', async ({ page, portal }) => {
  const here = await portal();
  listHostile(here);
  for (const width of [1280, 320]) {
    await page.setViewportSize({ width, height: 800 });
    await page.goto('about:blank');
    const tokens = await TokensPage.openList(page, here);
    await expect(tokens.row(MARKUP)).toContainText(MARKUP);
    for (const name of [MARKUP, LONG]) await tokens.details(name).click();
    await expect(tokens.unfolded).toHaveCount(2);
    await expectFits(page);
    await tokens.select(LONG).check();
    await tokens.select(MARKUP).check();
    await tokens.revokeSelected.click();
    await tokens.dialog.expectOpen('Revoke 2 tokens?');
    await expectFits(page);
    await tokens.dialog.cancel.click();
    await tokens.revoke(LONG).click();
    await tokens.dialog.expectOpen(`Revoke ${LONG}?`);
    await expectFits(page);
    await tokens.dialog.cancel.click();
  }
  await expect(page.getByRole('img')).toHaveCount(0);
  await expect(page).toHaveTitle('Tokens – Gcore API tokens');
});

test('a name that turns the direction of text round turns only itself round', async ({ page, portal }) => {
  const here = await portal();
  listHostile(here);
  const tokens = await TokensPage.openList(page, here);
  // The list names it with the mark itself, and what turned it round is seen.
  const shown = REVERSED.replace('\u{202e}', '[U+202E]');
  expect(await endsRightOfItsStart(tokens.cell(shown, 'Issuer').getByText(shown, { exact: true })), 'the issuer').toBe(true);
  await tokens.revoke(shown).click();
  await tokens.dialog.expectOpen(`Revoke ${shown}?`);
  expect(await endsRightOfItsStart(tokens.dialog.heading), 'the heading of the dialog').toBe(true);
  await tokens.dialog.cancel.click();
  await tokens.select(LONG).check();
  await tokens.select(shown).check();
  await tokens.revokeSelected.click();
  expect(await endsRightOfItsStart(tokens.dialog.outcome('txt')), 'the list of the dialog').toBe(true);
});

for (const width of [1280, 1190]) {
  test(`what can be done with a token stands on one line at ${width} px`, async ({ page, portal }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.clock.setFixedTime(NOW);
    const tokens = await TokensPage.openList(page, await portal(SAMPLES));
    const lines = await tokens.revoke('Laptop').evaluate((button) => {
      const text = document.createRange();
      text.selectNodeContents(button);
      return text.getClientRects().length;
    });
    expect(lines).toBe(1);
    await expectFits(page);
  });
}

test('the list shows each key only what it may see, and no secret', async ({ page, portal }) => {
  const here = await portal(SAMPLES);
  await page.clock.setFixedTime(NOW);
  const tokens = await TokensPage.openList(page, here, '#tokens', KEYS.Engineers);
  await tokens.expectRow('demo engineer', { Issuer: HOLDERS.Engineers });
  await expect(tokens.row('Break glass')).toHaveCount(0);
  for (const row of await tokens.table.getByRole('row').allInnerTexts()) expect(row).not.toContain('demo-engineer');
  expect(await page.content()).not.toContain(KEYS.Engineers);
});

test('on paper the list says whose it is and what its columns are, without what can only be pressed', CHROMIUM_ONLY, async ({
  page,
  portal,
}) => {
  const tokens = await openSamples(page, await portal(SAMPLES));
  await page.emulateMedia({ media: 'print' });
  await expect(page.getByText(/7350925/).filter({ visible: true })).toBeVisible();
  for (const column of ['Name', 'Role', 'Expiration']) await expect(tokens.columnHeader(column)).toHaveText(new RegExp(column));
  await expect(tokens.columnHeader('Name').getByText('Name')).toBeVisible();
  await expect(page.getByRole('rowheader', { name: 'Build pipeline' })).toBeVisible();
  for (const gone of [tokens.search, tokens.refresh, tokens.attention, tokens.findToken]) await expect(gone).toBeHidden();
});

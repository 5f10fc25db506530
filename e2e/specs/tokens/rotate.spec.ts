import type { Locator, Page } from '@playwright/test';
import { CreatePage, type NewToken, NO_ROLE } from '../../pages/create-page.ts';
import { rotationSteps } from '../../pages/receipt-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { RevokeDialog } from '../../pages/revoke-dialog.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { listed, listing } from '../../support/listing.ts';
import { DELETED, LISTED, POSTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { expect, type Portal, RULES, test } from '../../support/test.ts';

const NOW = '2026-11-24T12:00:00Z';
const SAMPLES = { emulatorArgs: ['--sample-tokens', '--now', NOW] };

const openSamples = async (page: Page, here: Portal): Promise<{ tokens: TokensPage; create: CreatePage }> => {
  await page.clock.setFixedTime(NOW);
  return { tokens: await TokensPage.openList(page, here), create: new CreatePage(page) };
};

const note = (page: Page, old: string): Locator => page.getByText(`This token replaces ${old}`);

const FILLS: { old: string; fills: NewToken }[] = [
  {
    old: 'Build pipeline',
    fills: {
      name: 'Build pipeline-2',
      description: 'Deploys CDN rules from the main branch',
      role: 'Engineers',
      expiration: '63 days',
    },
  },
  {
    old: 'Cache purge after release',
    fills: {
      name: 'Cache purge after release-2',
      description: 'Called by the release job',
      role: 'Purge and Prefetch only (API)',
      expiration: '80 days',
    },
  },
  {
    old: 'Break glass',
    fills: {
      name: 'Break glass-2',
      description: 'Only for incidents; sealed in the safe',
      role: 'Administrators',
      expiration: 'Never',
    },
  },
  {
    old: 'Migration 2023',
    fills: {
      name: 'Migration 2024',
      description: 'Left over from moving the storage',
      role: 'Administrators',
      expiration: 'Never',
    },
  },
  // Nobody knows what its role may do.
  {
    old: 'Partner feed',
    fills: {
      name: 'Partner feed-2',
      description: "Its role isn't among those that Gcore documents",
      role: NO_ROLE,
      expiration: '220 days',
    },
  },
];

test('Don’t replace it brings back a lifetime that only a link offered', async ({ page, portal }) => {
  const here = await portal(SAMPLES);
  const { tokens, create } = await openSamples(page, here);
  await page.evaluate(() => (location.hash = '#create?name=from+a+link&expires=17'));
  await expect(create.name).toHaveValue('from a link');
  await expect(create.chosen(create.expiration)).toHaveText('17 days');
  await page.goBack();
  await tokens.rotate('Partner feed').click();
  await expect(create.chosen(create.expiration)).toHaveText('220 days');
  await create.dontReplace.click();
  await expect(create.name).toHaveValue('from a link');
  await expect(create.chosen(create.expiration)).toHaveText('17 days');
});

test('Rotate fills the form with a token of the same kind, and Don’t replace it brings back what was there', async ({
  page,
  portal,
}) => {
  const here = await portal(SAMPLES);
  const { tokens, create } = await openSamples(page, here);
  await create.toCreate.click();
  const before: NewToken = {
    name: 'half done',
    description: 'typed before',
    role: 'Users',
    expiration: 'Custom',
    until: '2031-02-03T04:05',
  };
  await create.fill(before);
  await create.toTokens.click();
  // The key was entered anew, so the list is read anew.
  await expect(tokens.counted).toBeVisible();
  for (const { old, fills } of FILLS) {
    await tokens.rotate(old).click();
    await expect(create.rotateHeading(old)).toBeFocused();
    await expect(page).toHaveTitle(/^Rotate a token – /);
    await expect(note(page, old)).toBeVisible();
    await expect(create.name).toHaveValue(fills.name ?? '');
    await expect(create.fact('Description')).toHaveText(fills.description ?? '');
    await expect(create.fact('Role')).toHaveText(fills.role === NO_ROLE ? 'None chosen' : (fills.role ?? ''));
    // Open by itself only where a choice is missing.
    await expect(create.role).toBeVisible({ visible: fills.role === NO_ROLE });
    if (fills.role !== NO_ROLE) await create.changeKept.click();
    await expect(create.description).toHaveValue(fills.description ?? '');
    await expect(create.chosen(create.role)).toHaveText(fills.role ?? '');
    await expect(create.chosen(create.expiration)).toHaveText(fills.expiration ?? '');
    await page.goBack();
    await expect(tokens.heading).toBeFocused();
  }
  await page.goForward();
  await create.dontReplace.click();
  await expect(create.heading).toBeFocused();
  await expect(create.announcement).toHaveText('No token will be replaced');
  await expect(note(page, 'Partner feed')).toHaveCount(0);
  await create.expectKept(before);
  expect(here.server.requests(POSTED)).toEqual([]);
});

test('what may change is in sight, and the rest behind one line that follows it', RULES, async ({ page, portal }) => {
  const here = await portal(SAMPLES);
  const { tokens, create } = await openSamples(page, here);
  await tokens.rotate('Build pipeline').click();
  for (const seen of [create.name, create.expiration, create.create]) await expect(seen).toBeVisible();
  for (const unseen of [create.role, create.description, create.preview]) await expect(unseen).toBeHidden();
  await create.changeKept.click();
  await create.description.fill('Deploys the shop');
  await create.chooseRole('Users');
  await expect(create.fact('Description')).toHaveText('Deploys the shop');
  await expect(create.fact('Role')).toHaveText('Users');
  await create.changeKept.click();
  await expect(create.role).toBeHidden();

  // What is wrong there is shown there.
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'answer', status: 400, body: '{"errors":{"description":["Too long."]}}' });
  await create.create.click();
  await create.errors.expectFor(create.description, 'Description: Too long.');
  await create.dontReplace.click();
  await expect(create.changeKept).toHaveCount(0);
  await expect(create.preview).toBeVisible();
});

test('rotating a token of an unknown role says why none is chosen', RULES, async ({ page, portal }) => {
  const here = await portal(SAMPLES);
  const { tokens, create } = await openSamples(page, here);
  const why = page.getByText('Not carried over – Role: not known.', { exact: true });
  await tokens.rotate('Partner feed').click();
  await expect(why).toBeVisible();
  await expect(create.chosen(create.role)).toHaveText(NO_ROLE);
  await create.toTokens.click();
  await tokens.rotate('Build pipeline').click();
  await expect(note(page, 'Build pipeline')).toBeVisible();
  await expect(why).toHaveCount(0);
});

for (const [what, role] of [
  ['of a number that is new', { id: 99, name: 'Auditors' }],
  ['without a number', { name: '' }],
  ['that is not told', null],
] as const) {
  test(`rotating a token with a role ${what} chooses none and says so`, RULES, async ({ page, portal }) => {
    const here = await portal();
    const odd = { ...listed({}), name: 'odd role', client_user: { ...listed({}).client_user, role } };
    here.server.fail(LISTED, listing([odd]));
    const tokens = await TokensPage.openList(page, here);
    await tokens.rotate('odd role').click();
    await expect(page.getByText('Not carried over – Role: not known.', { exact: true })).toBeVisible();
    await expect(new CreatePage(page).chosen(new CreatePage(page).role)).toHaveText(NO_ROLE);
  });
}

test('a token is replaced: made, put away, and only then the old one is revoked', async ({ page, portal }) => {
  const here = await portal(SAMPLES);
  const { tokens, create } = await openSamples(page, here);
  const old = 'Prefetch before premieres';
  const revokeOld = page.getByRole('button', { name: `Revoke ${old}`, exact: true });
  await tokens.rotate(old).click();
  // Nothing about it is risky, so nobody is asked twice.
  await create.create.click();
  const result = new ResultPage(page);
  await expect(result.heading).toBeFocused();
  const token = await result.readToken();
  await expect(page.getByText(`Then you can revoke the token it replaces, ${old}.`)).toBeVisible();
  const steps = [
    `Replace ${old} with the new token everywhere.`,
    new RegExp(`^Revoke ${old} \\(Token ID 1110\\)\\. (Last used \\d+ \\w+ ago|Never used)\\.`),
  ];
  await expect(rotationSteps(page)).toHaveText(steps);
  await expect(revokeOld).toHaveCount(0);
  const receipt = await result.finish();
  await expect(receipt.steps).toHaveText(steps);

  const dialog = new RevokeDialog(page);
  await revokeOld.click();
  await dialog.expectOpen(`Revoke ${old}?`);
  await expect(dialog.cancel).toBeFocused();
  await page.keyboard.press('Escape');
  await dialog.expectGone();
  await expect(revokeOld).toBeFocused();
  expect(await here.emulator.named(old)).toEqual({ working: 1, deleted: 0 });

  here.server.fail({ ...DELETED, times: 1 }, { kind: 'answer', status: 503 });
  await revokeOld.click();
  await dialog.confirm.click();
  await dialog.expectOpen(`${old} was not revoked`);
  await dialog.close.click();
  await expect(revokeOld).toBeVisible();
  await revokeOld.click();
  await dialog.confirm.click();
  await dialog.expectGone();
  await expect(create.announcement).toHaveText('Token revoked');
  await expect(receipt.heading).toBeFocused();
  await expect(revokeOld).toHaveCount(0);
  await expect(receipt.steps).toHaveText([steps[0]!, `${old} (Token ID 1110) is revoked.`]);
  expect(await here.emulator.named(old)).toEqual({ working: 0, deleted: 1 });
  expect(await here.emulator.whoAmI(token)).toMatchObject({ status: 200, role: 'Purge and Prefetch only (API+Web)' });
  expect(here.server.requests(POSTED)).toHaveLength(1);

  await receipt.createAnotherLikeThis.click();
  await expect(note(page, old)).toHaveCount(0);
  await expect(create.rotateHeading(old)).toHaveCount(0);
});

test('the list marks which token replaced which, for as long as the page is open', async ({ page, portal }) => {
  const here = await portal(SAMPLES);
  const { tokens, create } = await openSamples(page, here);
  const toList = async () => {
    await create.toTokens.click();
    await expect(tokens.row('Laptop')).toBeVisible();
  };
  await tokens.rotate('Laptop').click();
  await create.create.click();
  const result = new ResultPage(page);
  const [id] = (await result.readToken()).split(/[_$]/);
  await result.finish();
  await toList();
  await tokens.details('Laptop').click();
  await expect(create.fact('Replaced by')).toHaveText(`Laptop-2 (${id})`);
  await expect(create.fact('Replaces')).toHaveCount(0);
  await tokens.details('Laptop').click();
  await tokens.details('Laptop-2').click();
  await expect(create.fact('Replaces')).toHaveText(/^Laptop \(\d+\)$/);
  await expect(create.fact('Replaced by')).toHaveCount(0);

  // Neither is ended in place of the other, and a successor that is revoked replaces nothing.
  await tokens.revoke('Laptop').click();
  await expect(tokens.dialog.fact('Replaced by')).toHaveText(`Laptop-2 (${id})`);
  await tokens.dialog.cancel.click();
  await tokens.revoke('Laptop-2').click();
  await expect(tokens.dialog.fact('Replaces')).toHaveText(/^Laptop \(\d+\)$/);
  await tokens.dialog.confirm.click();
  await tokens.dialog.expectGone();
  await tokens.details('Laptop').click();
  await expect(create.fact('Token ID')).toBeVisible();
  await expect(create.fact('Replaced by')).toHaveCount(0);
});

for (const end of ['saved', 'revoked'] as const) {
  test(`Create token in the navigation opens a fresh form once a token is ${end}, and never before`, RULES, async ({
    page,
    portal,
  }) => {
    const here = await portal();
    const create = await CreatePage.open(page, here);
    await create.fill();
    const result = await create.submit();
    const token = await result.readToken();
    await create.toCreate.click();
    await settled(page);
    expect(await result.readToken()).toBe(token);
    await create.toTokens.click();
    await create.toCreate.click();
    await expect(result.heading).toBeFocused();
    expect(await result.readToken()).toBe(token);

    const over = end === 'saved' ? (await result.finish()).heading : result.revokedHeading;
    if (end === 'revoked') await result.revokeAndConfirm();
    await expect(over).toBeVisible();
    // In another tab it opens, and here nothing changes.
    const opened = page.context().waitForEvent('page');
    await create.toCreate.click({ modifiers: ['ControlOrMeta'] });
    await (await opened).close();
    await expect(over).toBeVisible();
    await create.toCreate.click();
    await expect(over).toHaveCount(0);
    await expect(create.name).toBeFocused();
    await create.expectKept({ name: '', role: NO_ROLE });
    // What is being typed stays.
    await create.name.fill('half done');
    await create.toCreate.click();
    await settled(page);
    await expect(create.name).toHaveValue('half done');
  });
}

test('Create token in the navigation opens a fresh form from the list as well', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill();
  const receipt = await (await create.submit()).finish();
  await create.toTokens.click();
  await expect(new TokensPage(page).heading).toBeFocused();
  // The way back leads to what was left.
  await page.goBack();
  await expect(receipt.heading).toBeVisible();
  await page.goForward();
  await create.toCreate.click();
  await expect(create.name).toBeFocused();
  await create.expectKept({ name: '', role: NO_ROLE });
});

test('a rotation ends with its account: nothing is revoked in it with another account’s key', async ({ page, portal }) => {
  const here = await portal(SAMPLES);
  const { tokens, create } = await openSamples(page, here);
  const old = 'Build pipeline';
  await tokens.rotate(old).click();
  await expect(note(page, old)).toBeVisible();
  await create.access.enterAccount(7350926);
  await expect(note(page, old)).toHaveCount(0);
  await expect(create.rotateHeading(old)).toHaveCount(0);
  const left = page.getByText(`${old} (Token ID 1101) belongs to account 7350925, so it is not replaced here.`);
  await expect(left).toBeVisible();
  // Back in its account it is replaced as before.
  await create.access.enterAccount(7350925);
  await expect(note(page, old)).toBeVisible();
  await create.access.enterAccount(7350926);
  here.server.fail(POSTED, { kind: 'answer', status: 200, body: '{"id":77,"token":"77_elsewhere"}' });
  await create.create.click();
  const receipt = await new ResultPage(page).finish();
  await expect(receipt.heading).toBeVisible();
  await expect(page.getByText(/Token ID 1101/)).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^Revoke/ })).toHaveCount(0);
  expect(here.server.requests(DELETED)).toEqual([]);
});

test('a risky successor is reviewed for both, and whoever goes on without revoking keeps both', async ({ page, portal }) => {
  const here = await portal(SAMPLES);
  const { tokens, create } = await openSamples(page, here);
  await tokens.rotate('Break glass').click();
  await create.create.click();
  await expect(create.review.region).toContainText('Never expires');
  await expect(create.review.region).toContainText('Replaces');
  await create.review.createAnyway.click();
  const receipt = await new ResultPage(page).finish();
  await receipt.createAnother.click();
  await create.expectKept({ name: '', role: NO_ROLE });
  await expect(note(page, 'Break glass')).toHaveCount(0);
  expect(await here.emulator.named('Break glass')).toEqual({ working: 1, deleted: 0 });
  expect(await here.emulator.named('Break glass-2')).toEqual({ working: 1, deleted: 0 });
});

test('a creation that fails leaves the old token, the form and what it replaces as they were', async ({ page, portal }) => {
  const here = await portal(SAMPLES);
  const { tokens, create } = await openSamples(page, here);
  await tokens.rotate('Laptop').click();
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'answer', status: 400, body: '{"errors":{"name":["Taken."]}}' });
  await create.create.click();
  await create.errors.expectShown();
  await expect(note(page, 'Laptop')).toBeVisible();
  await expect(create.name).toHaveValue('Laptop-2');
  expect(await here.emulator.named('Laptop')).toEqual({ working: 1, deleted: 0 });

  // Looking at the list in between loses nothing either.
  await page.goBack();
  await expect(tokens.heading).toBeFocused();
  await page.goForward();
  await expect(create.name).toHaveValue('Laptop-2');
  await create.create.click();
  const result = new ResultPage(page);
  await expect(result.heading).toBeVisible();
  // A new token that is revoked at once replaces nothing.
  await result.revokeAndConfirm();
  await expect(result.revokedHeading).toBeFocused();
  await expect(page.getByRole('button', { name: 'Revoke Laptop', exact: true })).toHaveCount(0);
  expect(await here.emulator.named('Laptop')).toEqual({ working: 1, deleted: 0 });
});

test('a name that is in use is passed over, and the policy stands above what the old token was', async ({ page, portal }) => {
  const here = await portal({ ...SAMPLES, config: { policy: { maxLifetimeDays: 30, allowedRoles: ['Users', 'Engineers'] } } });
  await here.emulator.make('Laptop-2');
  const { tokens, create } = await openSamples(page, here);
  await tokens.rotate('Laptop').click();
  await expect(create.name).toHaveValue('Laptop-3');
  await expect(create.nameTaken).toHaveCount(0);
  await expect(create.chosen(create.expiration)).toHaveText('30 days');
  await page.goBack();
  await tokens.rotate('Break glass').click();
  await expect(create.chosen(create.role)).toHaveText(NO_ROLE);
  await expect(create.chosen(create.expiration)).toHaveText('30 days');
  await expect(page.getByText('Not carried over – Role: not allowed here; Expiration: not allowed here.')).toBeVisible();
});

test('Rotate does nothing to a new token that is not saved yet', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill();
  const result = await create.submit();
  const token = await result.readToken();
  await create.toTokens.click();
  const tokens = new TokensPage(page);
  await tokens.rotate('demo user').click();
  await expect(result.heading).toBeFocused();
  await expect(tokens.announcement).toHaveText('Save the new token first');
  expect(await result.readToken()).toBe(token);
  await expect(page.getByText(/it replaces/)).toHaveCount(0);
});

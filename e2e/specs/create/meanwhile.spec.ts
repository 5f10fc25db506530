import type { Page } from '@playwright/test';
import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { type Held, hold } from '../../support/hold.ts';
import { LISTED, LOOKED_UP, POSTED } from '../../support/requests.ts';
import { expect, type Portal, RULES, test } from '../../support/test.ts';

const SAMPLES = { emulatorArgs: ['--sample-tokens'] };

/** Creates a token of this name, and holds the request or its answer back. */
const beginCreation = async (page: Page, create: CreatePage, name: string, part: 'request' | 'answer'): Promise<Held> => {
  await create.fill({ name });
  const creation = await hold(page, { ...POSTED, path: /\/tokens$/ }, part);
  await create.create.click();
  await creation.arrived();
  return creation;
};

/** Creates a token whose confirmation is lost, and goes to the list once it is found. */
const loseAnswer = async (page: Page, here: Portal, name: string): Promise<{ create: CreatePage; tokens: TokensPage }> => {
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'cut' });
  const create = await CreatePage.open(page, here);
  await create.fill({ name });
  await create.create.click();
  await create.unconfirmed.expectFinding('found');
  await page.getByRole('link', { name: 'Tokens', exact: true }).click();
  return { create, tokens: new TokensPage(page) };
};

const CHANGES: [what: string, change: (create: CreatePage) => Promise<unknown>][] = [
  ['the name', (create) => create.name.fill('half a na')],
  ['the role', (create) => create.role.selectOption({ label: 'Users' })],
  ['the account', (create) => create.account.fill('42')],
];

/** Presses Create token before the account is known, and holds the look-up back that the press waits for. */
const pressEarly = async (page: Page, here: Portal): Promise<{ create: CreatePage; lookUp: Held }> => {
  const create = await CreatePage.open(page, here);
  const lookUp = await hold(page, LOOKED_UP, 'answer');
  await create.fill({ account: '' });
  await create.create.click();
  await lookUp.arrived();
  return { create, lookUp };
};

for (const [what, change] of CHANGES) {
  test(`who changes ${what} while a press waits for the account is asked to press again`, RULES, async ({ page, portal }) => {
    const here = await portal();
    const { create, lookUp } = await pressEarly(page, here);
    await change(create);
    lookUp.release();
    await expect(create.announcement).toHaveText('You changed the form: press Create token again');
    await create.expectSays(/^You changed the form after you pressed Create token/);
    expect(here.server.requests(POSTED)).toEqual([]);
  });
}

test('a press that waits for the account creates what is still there', RULES, async ({ page, portal }) => {
  const here = await portal();
  const { create, lookUp } = await pressEarly(page, here);
  lookUp.release();
  await expect(new ResultPage(page).heading).toBeVisible();
  await expect(create.account).toHaveCount(0);
  expect(here.server.requests(POSTED)).toHaveLength(1);
  expect(here.server.requests(POSTED)[0]?.path).toContain(`/clients/${ACCOUNT}/`);
});

test('a new token that is revoked in the list is not offered any more, and completes no rotation', RULES, async ({
  page,
  portal,
}) => {
  const here = await portal(SAMPLES);
  const tokens = await TokensPage.openList(page, here);
  await tokens.rotate('Build pipeline').click();
  const create = new CreatePage(page);
  await create.submit();
  await page.getByRole('link', { name: 'Tokens', exact: true }).click();
  await tokens.revoke('Build pipeline-2').click();
  await tokens.dialog.confirm.click();
  await expect(tokens.announcement).toHaveText('Token revoked');
  await expect(tokens.unsaved).toHaveCount(0);
  await page.getByRole('link', { name: 'Create token', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Create a token', exact: true })).toBeVisible();
  await expect(page.getByText(/revoke the token it replaces/)).toHaveCount(0);
});

test('the list stays as it is while somebody works with it and a token is created', RULES, async ({ page, portal }) => {
  const here = await portal(SAMPLES);
  const create = await CreatePage.open(page, here);
  const answer = await beginCreation(page, create, 'made meanwhile', 'answer');
  await page.getByRole('link', { name: 'Tokens', exact: true }).click();
  const tokens = new TokensPage(page);
  await expect(tokens.counted).toBeVisible();
  await tokens.search.fill('m');
  await tokens.search.focus();
  answer.release();
  await expect(tokens.unsaved).toBeVisible();
  await expect(tokens.row('made meanwhile')).toBeVisible();
  await expect(tokens.search).toBeFocused();
  await expect(tokens.search).toHaveValue('m');
});

test('a list that was asked for before a token was created has it all the same', RULES, async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal(SAMPLES));
  const creation = await beginCreation(page, create, 'made meanwhile', 'request');
  await page.getByRole('link', { name: 'Tokens', exact: true }).click();
  const tokens = new TokensPage(page);
  const list = await hold(page, LISTED, 'answer');
  await tokens.refresh.click();
  await list.arrived();
  creation.release();
  await expect(tokens.unsaved).toBeVisible();
  list.release();
  await expect(tokens.row('made meanwhile')).toBeVisible();
});

test('what is found after a lost answer and revoked in the list is no question any more', RULES, async ({ page, portal }) => {
  const { create, tokens } = await loseAnswer(page, await portal(), 'perhaps');
  await tokens.revoke('perhaps').click();
  await tokens.dialog.confirm.click();
  await expect(tokens.row('perhaps')).toHaveCount(0);
  await page.getByRole('link', { name: 'Create token', exact: true }).click();
  await create.unconfirmed.expectFinding('revoked');
  await create.unconfirmed.lookAgain.click();
  await expect(create.announcement).toHaveText('There is no other token: trying again is safe');
});

test('somebody else’s new token of the same name is not called the one that got lost', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  const creation = await beginCreation(page, create, 'ci-deploy', 'request');
  const make = () => here.emulator.make('ci-deploy', { role: 'Users' });
  const theirs = [await make(), await make()];
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'refuse' });
  creation.release();
  await create.unconfirmed.expectFinding('different');
  for (const { id } of theirs) await expect(create.unconfirmed.revoke(`ci-deploy (ID ${id})`)).toBeVisible();
  await expect(create.unconfirmed.region.getByText('Users', { exact: true })).toHaveCount(2);
});

test('what is found after a lost answer is known to the list and to the warning of a name that is taken', RULES, async ({
  page,
  portal,
}) => {
  const { tokens } = await loseAnswer(page, await portal(), 'perhaps');
  await expect(tokens.row('perhaps')).toBeVisible();
  await page.getByRole('link', { name: 'Create token', exact: true }).click();
  await expect(page.getByRole('main').getByText(/^A token with this name already exists/)).toBeVisible();
});

test('an end in more than three years is looked at once more', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here, '#create?expires=36500');
  await create.fill({ key: KEYS.Administrators, description: 'of the nightly job' });
  await create.create.click();
  await expect(create.review.region).toContainText('Expires in more than three years');
  await expect(create.review.region).toContainText('of the nightly job');
  expect(here.server.requests(POSTED)).toEqual([]);
});

test('what was said of a link comes back with the form that a rotation took the place of', RULES, async ({ page, portal }) => {
  const here = await portal(SAMPLES);
  const tokens = await TokensPage.openList(page, here);
  await page.evaluate(() => void (location.hash = '#create?name=x&color=red'));
  const create = new CreatePage(page);
  await expect(create.filledByLink).toBeVisible();
  await page.getByRole('link', { name: 'Tokens', exact: true }).click();
  await tokens.rotate('Partner feed').click();
  await expect(create.filledByLink).toHaveCount(0);
  await page.getByRole('button', { name: 'Don’t replace it', exact: true }).click();
  await expect(create.name).toHaveValue('x');
  await expect(create.filledByLink).toBeVisible();
  await create.expectSays(/^Not taken from the link: color: /);
});

test('a link that comes when the form is begun is not used, and says so', RULES, async ({ page, portal }) => {
  const create = await CreatePage.open(page, await portal());
  await create.name.fill('mine');
  await page.evaluate(() => void (location.hash = '#create?name=theirs&role=1'));
  await create.expectSays(/^The link was not used, because you have already started/);
  await expect(create.name).toHaveValue('mine');
  await expect(create.filledByLink).toHaveCount(0);
});

import { CreatePage, type Order } from '../../pages/create-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { ReviewRegion } from '../../pages/review-region.ts';
import { CHROMIUM_ONLY, expect, type Portal, test } from '../../support/test.ts';

const POSTED = { method: 'POST' } as const;
const LATE = { kind: 'delay', milliseconds: 1_500 } as const;

/** Nobody made a second token: neither the page asked for one, nor the service has one. */
const expectOne = async (here: Portal): Promise<void> => {
  expect(here.server.requests(POSTED)).toHaveLength(1);
  expect((await here.emulator.tokens()).filter(({ name }) => name === 'deploy pipeline')).toHaveLength(1);
};

// Has to be done within the time that the answer takes, which is too short in Firefox on a busy machine.
const MANY = 'presses of every kind while the answer is on its way';

const PRESSES: Record<string, (create: CreatePage) => Promise<void>> = {
  'a double click': (create) => create.create.dblclick(),
  'Enter twice in a field': async ({ name }) => {
    await name.press('Enter');
    await name.press('Enter');
  },
  [MANY]: async (create) => {
    await create.create.click();
    await expect(create.create).toHaveAttribute('aria-disabled', 'true');
    await expect(create.announcement).toHaveText('Creating token');
    await create.create.click({ force: true });
    await create.create.press('Enter');
    await create.create.press('Space');
    await create.name.press('Enter');
    await create.create.evaluate((button) => (button as HTMLButtonElement).form?.requestSubmit());
  },
};

for (const [what, press] of Object.entries(PRESSES)) {
  test(`one token comes of ${what}`, what === MANY ? CHROMIUM_ONLY : {}, async ({ page, portal }) => {
    const here = await portal();
    here.server.fail(POSTED, LATE);
    const create = await CreatePage.open(page, here);
    await create.fill();
    await press(create);
    await expect(new ResultPage(page).heading).toBeVisible();
    await expectOne(here);
  });
}

test('one token comes of a double click on Create anyway', async ({ page, portal }) => {
  const here = await portal();
  here.server.fail(POSTED, LATE);
  const create = await CreatePage.open(page, here);
  await create.fill({ expiration: 'Never' });
  await create.create.click();
  await create.review.createAnyway.dblclick();
  await expect(new ResultPage(page).heading).toBeVisible();
  await expectOne(here);
});

const RISKY: { order: Order; names: RegExp[]; not: RegExp[] }[] = [
  { order: { role: 'Administrators' }, names: [/can do everything in the account/], not: [/works until somebody revokes it\. If it leaks/] },
  { order: { expiration: 'Never' }, names: [/works until somebody revokes it\. If it leaks/], not: [/can do everything in the account/] },
  {
    order: { role: 'Administrators', expiration: 'Never', description: 'kept as well' },
    names: [/can do everything in the account/, /works until somebody revokes it\. If it leaks/],
    not: [],
  },
];

for (const { order, names, not } of RISKY) {
  test(`a review comes before ${Object.values(order).slice(0, 2).join(' and ')}, and Go back keeps everything`, async ({ page, portal }) => {
    const here = await portal();
    const create = await CreatePage.open(page, here);
    await create.fill(order);
    await create.create.click();

    const { region, goBack, createAnyway } = new ReviewRegion(page);
    await expect(region).toBeFocused();
    for (const words of names) await expect(region).toContainText(words);
    for (const words of not) await expect(region).not.toContainText(words);
    for (const fact of ['deploy pipeline', '7350925', order.role ?? 'Engineers']) {
      await expect(region.getByRole('definition').filter({ hasText: fact })).toBeVisible();
    }
    await expect(create.create).toBeHidden();
    expect(here.server.apiRequests).toEqual([]);

    await goBack.click();
    await expect(region).toHaveCount(0);
    await expect(create.create).toBeFocused();
    await create.expectKept(order);
    expect(here.server.apiRequests).toEqual([]);

    await create.create.click();
    await createAnyway.click();
    await expect(new ResultPage(page).heading).toBeFocused();
    await expectOne(here);
  });
}

test('what is not risky is made without a review', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  for (const order of [{ role: 'Engineers', expiration: '1 year' }, { role: 'Users', expiration: '7 days' }] as const) {
    await create.fill(order);
    const result = await create.submit();
    await (await result.finish()).createAnother.click();
  }
  expect(here.server.requests(POSTED)).toHaveLength(2);
});

test('what goes wrong after a review leads back to the form', async ({ page, portal }) => {
  const here = await portal();
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'answer', status: 400, body: '{"errors":{"name":["Taken."]}}' });
  const create = await CreatePage.open(page, here);
  const order = { role: 'Administrators' } as const;
  await create.fill(order);
  await create.create.click();
  await create.review.createAnyway.click();
  await create.errors.expectShown();
  await create.errors.expectFor(create.name, /Taken\./);
  await create.expectKept(order);
  await create.submit({ review: true });
});

import { ACCOUNT } from '../../../testing/emulator.ts';
import { CreatePage, type NewToken, PLAIN_NAME } from '../../pages/create-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { ReviewRegion } from '../../pages/review-region.ts';
import { POSTED } from '../../support/requests.ts';
import { expect, type Portal, test } from '../../support/test.ts';


/** Nobody made a second token: neither the page asked for one, nor the service has one. */
const expectOne = async (here: Portal): Promise<void> => {
  expect(here.server.requests(POSTED)).toHaveLength(1);
  expect((await here.emulator.tokens()).filter(({ name }) => name === PLAIN_NAME)).toHaveLength(1);
};

const RISKY: { fields: NewToken; names: RegExp[]; not: RegExp[] }[] = [
  {
    fields: { role: 'Administrators' },
    names: [/can do everything in the account/],
    not: [/works until somebody revokes it\. If it leaks/],
  },
  {
    fields: { expiration: 'Never' },
    names: [/works until somebody revokes it\. If it leaks/],
    not: [/can do everything in the account/],
  },
  {
    fields: { role: 'Administrators', expiration: 'Never', description: 'kept as well' },
    names: [/can do everything in the account/, /works until somebody revokes it\. If it leaks/],
    not: [],
  },
];

for (const { fields, names, not } of RISKY) {
  test(`a review comes before ${Object.values(fields).slice(0, 2).join(' and ')}, and Go back keeps everything`, async ({
    page,
    portal,
  }) => {
    const here = await portal();
    const create = await CreatePage.open(page, here);
    await create.fill(fields);
    await create.create.click();

    const { region, goBack, createAnyway } = new ReviewRegion(page);
    await expect(region).toBeFocused();
    for (const words of names) await expect(region).toContainText(words);
    for (const words of not) await expect(region).not.toContainText(words);
    for (const fact of [PLAIN_NAME, String(ACCOUNT), fields.role ?? 'Engineers']) {
      await expect(region.getByRole('definition').filter({ hasText: fact })).toBeVisible();
    }
    await expect(create.create).toBeHidden();
    expect(here.server.requests(POSTED)).toEqual([]);

    await goBack.click();
    await expect(region).toHaveCount(0);
    await expect(create.create).toBeFocused();
    await create.expectKept(fields);
    expect(here.server.requests(POSTED)).toEqual([]);

    await create.create.click();
    await createAnyway.click();
    await expect(new ResultPage(page).heading).toBeFocused();
    await expectOne(here);
  });
}

test('what is not risky is made without a review', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  for (const fields of [
    { role: 'Engineers', expiration: '1 year' },
    { role: 'Users', expiration: '7 days' },
  ] as const) {
    await create.fill(fields);
    const result = await create.submit();
    await (await result.finish()).createAnother.click();
  }
  expect(here.server.requests(POSTED)).toHaveLength(2);
});

test('what goes wrong after a review leads back to the form', async ({ page, portal }) => {
  const here = await portal();
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'answer', status: 400, body: '{"errors":{"name":["Taken."]}}' });
  const create = await CreatePage.open(page, here);
  const fields = { role: 'Administrators' } as const;
  await create.fill(fields);
  await create.create.click();
  await create.review.createAnyway.click();
  await create.errors.expectShown();
  await create.errors.expectFor(create.name, /Taken\./);
  await create.expectKept(fields);
  await create.submit({ review: true });
});

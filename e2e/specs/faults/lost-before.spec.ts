import { CreatePage } from '../../pages/create-page.ts';
import { expect, RULES, test } from '../../support/test.ts';

const POSTED = { method: 'POST' } as const;
const LISTED = { method: 'GET', path: /\/tokens$/ } as const;
const NAME = 'perhaps <b>made</b>';
/** A token that the emulator starts with, made weeks ago. */
const OLD_NAME = 'Build pipeline';

test('a token of the same name that was there before is not taken for the lost one', RULES, async ({ page, portal }) => {
  const here = await portal({ emulatorArgs: ['--sample-tokens'] });
  expect(await here.emulator.named(OLD_NAME)).toEqual({ working: 1, deleted: 0 });
  const create = await CreatePage.open(page, here);

  await test.step('one made long ago, without a look-up', async () => {
    await create.fill({ name: OLD_NAME });
    here.server.fail({ ...POSTED, times: 1 }, { kind: 'refuse' });
    await create.create.click();
    await create.lost.expectVerdict('not made');
  });

  await test.step('one made just now, that a look-up saw', async () => {
    await create.name.fill(NAME);
    await (await create.submit()).finish();
    await page.reload();
    await create.fill({ name: NAME });
    const listed = page.waitForResponse(LISTED.path);
    await create.lookUp.click();
    await listed;
    here.server.fail({ ...POSTED, times: 1 }, { kind: 'refuse' });
    await create.create.click();
    await create.lost.expectVerdict('not made');
  });

  await test.step('nor is the lost one taken for that', async () => {
    here.server.fail({ ...POSTED, times: 1 }, { kind: 'cut' });
    await create.create.click();
    await create.lost.expectVerdict('made');
    await expect(create.lost.revoke(NAME)).toHaveCount(1);
    await create.lost.revoke(NAME).click();
    await create.lost.expectVerdict('not made');
    expect(await here.emulator.named(NAME)).toEqual({ working: 1, deleted: 1 });
  });
});

test('a list that was asked for before and read after the token was made does not hide it', RULES, async ({ page, portal }) => {
  const here = await portal({ config: { timeoutSeconds: 1 } });
  const create = await CreatePage.open(page, here);
  here.server.fail({ ...LISTED, times: 1 }, { kind: 'late', milliseconds: 700 });
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'delay', milliseconds: 2_000 });
  await create.fill({ name: NAME });
  const listed = page.waitForResponse(LISTED.path);
  await create.lookUp.click();
  await expect(page.getByText('Dana Demo')).toBeVisible();
  await create.create.click();
  await listed;
  await expect(create.create).toHaveAttribute('aria-disabled', 'true');
  await create.lost.expectVerdict('made');
});

test('a lost token that was kept is not taken for the next lost one', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill({ name: NAME });
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'cut' });
  await create.create.click();
  await create.lost.expectVerdict('made');
  await create.lost.keepAndGoOn.click();
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'refuse' });
  await create.create.click();
  await create.lost.expectVerdict('not made');
});

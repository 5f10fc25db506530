import { ACCOUNT } from '../../../testing/emulator.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { POSTED } from '../../support/requests.ts';
import { expect, test } from '../../support/test.ts';

test('an empty form is refused with every field at once, and nothing is sent', async ({ page, portal }) => {
  const here = await portal({ config: { policy: { requireDescription: true } } });
  const create = await CreatePage.open(page, here);
  await create.expiration.selectOption({ label: 'Custom' });
  await create.customExpiration.fill('');
  await create.create.click();
  await create.errors.expectShown();

  const fields = [
    [create.apiKey, 'Enter your API key.'],
    [create.account, 'Enter the Account ID, or look it up with your API key.'],
    [create.name, /^Enter a Token name/],
    [create.description, /^Enter a Description/],
    [create.role, 'Choose a Role.'],
    [create.customExpiration, /^Enter the Expiration date and time, for example /],
  ] as const;
  await expect(create.errors.links).toHaveText(fields.map(([, message]) => message));
  for (const [field, message] of fields) {
    await create.errors.expectFor(field, message instanceof RegExp ? new RegExp(message.source.slice(1)) : message);
  }
  // A link moves the focus, and not the address, which names the view.
  expect(new URL(page.url()).hash).toBe('');
  expect(here.server.apiRequests).toEqual([]);

  // What is right stays right: only the rest is complained about.
  await create.name.fill('kept');
  await create.create.click();
  await create.errors.expectShown();
  await expect(create.errors.links).toHaveCount(fields.length - 1);
  await expect(create.name).toHaveValue('kept');
  await expect(create.name).not.toHaveAttribute('aria-invalid');
});

test('an account that is no number is refused before anything is sent', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  for (const account of ['seven', '0', '-3', '7,5', '73a50']) {
    await create.fill({ account });
    await create.create.click();
    await create.errors.expectShown();
    await create.errors.expectFor(create.account, `The Account ID is a number, for example ${ACCOUNT}.`);
  }
  expect(here.server.requests(POSTED)).toEqual([]);
});

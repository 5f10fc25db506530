import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { KEYS } from '../../testing/emulator.ts';
import { CreatePage } from '../pages/create-page.ts';
import { ResultPage } from '../pages/result-page.ts';
import { POSTED } from '../support/requests.ts';
import { test } from '../support/test.ts';

const FOLDER = process.env['PICTURES'] ?? fileURLToPath(new URL('../../docs/pictures', import.meta.url));
/** What the documentation shows; with PICTURES= naming a folder, every state is taken, to be looked at. */
const SHOWN = ['form-light', 'form-dark', 'form-narrow', 'refused-light', 'review-light', 'result-light', 'tokens-light'];
const NOW = '2026-11-24T17:06:00Z';

const LOOKS = [
  { look: 'light', colorScheme: 'light', width: 900 },
  { look: 'dark', colorScheme: 'dark', width: 900 },
  { look: 'narrow', colorScheme: 'light', width: 320 },
] as const;

for (const { look, colorScheme, width } of LOOKS) {
  test.describe(look, () => {
    test.use({ colorScheme, viewport: { width, height: 900 }, timezoneId: 'Europe/Lisbon' });

    test('pictures of the page', async ({ page, portal }) => {
      const take = (name: string): Promise<void> => keep(page, `${name}-${look}`);
      await page.clock.setFixedTime(NOW);
      const { url, server } = await portal({ emulatorArgs: ['--now', NOW], config: { supportUrl: 'https://help.example' } });
      const create = await CreatePage.open(page, { url });
      await take('empty');

      await create.create.click();
      await create.errors.expectShown();
      await take('errors');

      await page.reload();
      await fill(create);
      await take('form');

      await create.role.selectOption({ label: 'Administrators' });
      await create.expiration.selectOption({ label: 'Never' });
      await create.create.click();
      await create.review.createAnyway.waitFor();
      await take('review');
      await create.review.goBack.click();

      server.fail({ ...POSTED, times: 1 }, {
        kind: 'answer',
        status: 400,
        body: JSON.stringify({
          errors: { client_user: { role: ["Can't create token with role Administrators"] } },
          request_id: 'req-7f3a',
        }),
      });
      await create.role.selectOption({ label: 'Engineers' });
      await create.expiration.selectOption({ label: 'Custom' });
      await create.create.click();
      await create.errors.expectShown();
      await take('refused');

      await create.expiration.selectOption({ label: '90 days' });
      await create.create.click();
      const result = new ResultPage(page);
      await result.heading.waitFor();
      await take('result');
      await result.saved.click();
      await take('saved');
    });

    test('pictures of the list', async ({ page, portal }) => {
      await page.setViewportSize({ width: width === 320 ? 320 : 1280, height: 900 });
      const take = (name: string): Promise<void> => keep(page, `${name}-${look}`, false);
      await page.clock.setFixedTime(NOW);
      const { url } = await portal({ emulatorArgs: ['--now', NOW, '--sample-tokens'] });
      await page.goto(`${url}#tokens`);
      await page.getByLabel('API key', { exact: true }).fill(KEYS.Administrators);
      await page.getByRole('button', { name: 'Show tokens' }).click();
      await page.getByRole('button', { name: 'Revoke Laptop' }).waitFor();
      await take('tokens');
      await page.getByRole('button', { name: 'Details of Laptop' }).click();
      await page.getByRole('checkbox', { name: 'Select Laptop' }).check();
      await take('tokens-selected');
      await page.getByRole('button', { name: 'Revoke Laptop' }).click();
      await page.getByRole('button', { name: 'Cancel' }).waitFor();
      await take('tokens-revoke');
    });
  });
}

const keep = async (page: Page, picture: string, fullPage = true): Promise<void> => {
  if (process.env['PICTURES'] === undefined && !SHOWN.includes(picture)) return;
  await page.screenshot({ path: `${FOLDER}/${picture}.png`, fullPage, animations: 'disabled' });
};

const fill = async (create: CreatePage): Promise<void> => {
  await create.access.enterKey(KEYS.Administrators);
  await create.lookUpAccount();
  await create.name.fill('ci-deploy');
  await create.description.fill('Purges the cache after a deployment');
  await create.role.selectOption({ label: 'Engineers' });
};

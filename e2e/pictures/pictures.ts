import type { Locator, Page } from '@playwright/test';
import { KEYS } from '../../testing/emulator.ts';
import { CreatePage } from '../pages/create-page.ts';
import { ResultPage } from '../pages/result-page.ts';
import { TokensPage } from '../pages/tokens-page.ts';
import { PICTURES_FOLDER } from '../support/pictures-folder.ts';
import { POSTED } from '../support/requests.ts';
import { test } from '../support/test.ts';

/** What the documentation shows; with PICTURES= naming a folder, every state is taken. */
const SHOWN = [
  'form-light',
  'form-dark',
  'form-narrow',
  'refused-light',
  'review-light',
  'result-light',
  'tokens-light',
  'tokens-leaked-light',
  'tokens-compared-light',
];
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

    test('pictures of the list', async ({ page, portal }, info) => {
      await page.setViewportSize({ width: width === 320 ? 320 : 1280, height: 900 });
      const take = (name: string): Promise<void> => keep(page, `${name}-${look}`, false);
      await page.clock.setFixedTime(NOW);
      const here = await portal({ emulatorArgs: ['--now', NOW, '--sample-tokens'] });
      const tokens = await TokensPage.openList(page, here);
      await take('tokens');
      await tokens.details('Laptop').click();
      await tokens.select('Laptop').check();
      await take('tokens-selected');
      await tokens.revoke('Laptop').click();
      await page.getByRole('button', { name: 'Cancel' }).waitFor();
      await take('tokens-revoke');
      await page.getByRole('button', { name: 'Cancel' }).click();
      await tokens.clearSelection.click();
      await tokens.details('Laptop').click();

      await tokens.findToken.click();
      const leaked = await here.emulator.make('ci-build');
      await tokens.reread();
      await tokens.foundText.fill(`curl -H 'Authorization: APIKey ${leaked.token}'\nexport GCORE_API_KEY=987654321_5f2b8c91d04e`);
      await tokens.findTokens.click();
      await keep(cardOf(tokens.findToken), `tokens-leaked-${look}`);
      await tokens.findToken.click();

      await tokens.compare.click();
      const [exported] = await Promise.all([page.waitForEvent('download'), tokens.exportJson.click()]);
      const file = info.outputPath(exported.suggestedFilename());
      await exported.saveAs(file);
      await here.emulator.make('staging-deploy', { role: 'Engineers' });
      await here.emulator.revoke(leaked.id);
      await tokens.reread();
      await tokens.earlierExport.setInputFiles(file);
      await keep(cardOf(tokens.compare), `tokens-compared-${look}`);
    });
  });
}

/** Takes the page, or a part of it. */
const keep = async (place: Page | Locator, picture: string, fullPage = true): Promise<void> => {
  if (process.env['PICTURES'] === undefined && !SHOWN.includes(picture)) return;
  const path = `${PICTURES_FOLDER}/${picture}.png`;
  if ('goto' in place) await place.screenshot({ path, fullPage, animations: 'disabled' });
  else await place.screenshot({ path, animations: 'disabled' });
};

const cardOf = (summary: Locator): Locator => summary.locator('xpath=ancestor::details');

const fill = async (create: CreatePage): Promise<void> => {
  await create.access.enterKey(KEYS.Administrators);
  await create.lookUpAccount();
  await create.name.fill('ci-deploy');
  await create.description.fill('Purges the cache after a deployment');
  await create.role.selectOption({ label: 'Engineers' });
};

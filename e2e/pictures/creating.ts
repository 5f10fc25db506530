import { KEYS } from '../../testing/emulator.ts';
import { CreatePage } from '../pages/create-page.ts';
import { ReceiptPage } from '../pages/receipt-page.ts';
import { ResultPage } from '../pages/result-page.ts';
import { MovingPicture } from '../support/moving-picture.ts';
import { PICTURES_FOLDER } from '../support/pictures-folder.ts';
import { expect, test } from '../support/test.ts';

const FILE = `${PICTURES_FOLDER}/creating.png`;
const NOW = '2026-11-24T17:06:00Z';
const NAME = 'ci-deploy';

test.use({
  viewport: { width: 900, height: 760 },
  timezoneId: 'Europe/Lisbon',
  permissions: ['clipboard-read', 'clipboard-write'],
});

test('a moving picture: a token is made and handed to GitHub Actions', async ({ page, portal }) => {
  test.setTimeout(120_000);
  await page.clock.setFixedTime(NOW);
  const { url } = await portal({ emulatorArgs: ['--now', NOW] });
  const create = await CreatePage.open(page, { url });
  const film = await MovingPicture.of(page);
  await film.take(900);

  await film.pointAt(create.apiKey);
  await create.apiKey.click();
  await page.evaluate((key) => navigator.clipboard.writeText(key), KEYS.Administrators);
  await page.keyboard.press('ControlOrMeta+v');
  await expect(create.name).toBeFocused();
  await film.take(900);
  for (const letter of NAME) {
    await page.keyboard.type(letter);
    await film.take(120);
  }

  await film.pointAt(create.role);
  await create.role.selectOption({ label: 'Engineers' });
  await film.take(900);
  await film.pointAt(create.create);
  await create.create.click();
  const result = new ResultPage(page);
  await expect(result.heading).toBeVisible();
  await film.take(1_500);

  await film.pointAt(result.copyAs);
  await result.copyAs.selectOption({ label: 'GitHub Actions secret' });
  await film.take(900);
  await film.pointAt(result.copy);
  await result.copy.click();
  await expect(page.getByText('Copied', { exact: true })).toBeVisible();
  await film.take(1_200);

  await film.pointAt(result.saved);
  await result.saved.click();
  await expect(new ReceiptPage(page).heading).toBeVisible();
  await film.take(3_000);
  await film.write(FILE);
});

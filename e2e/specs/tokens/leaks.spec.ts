import { KEYS } from '../../../testing/emulator.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { hold } from '../../support/hold.ts';
import { LOOKED_UP } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { expect, test } from '../../support/test.ts';
import { placesOf, traces } from '../../support/traces.ts';

const SECRET = '5f2b8c91d04e7a6355aa';

test.describe('with a clipboard', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('a log that is pasted is looked through at once, and nothing of it stays', async ({ page, portal }) => {
    const here = await portal();
    const { id } = await here.emulator.make('leaked', { role: 'Engineers' });
    const tokens = await TokensPage.openList(page, here);
    await tokens.findToken.click();
    const log = [
      'GET /cdn 200 2026-11-24',
      `curl -H 'Authorization: APIKey ${id}_${SECRET}' https://api.gcore.com`,
      `export GCORE_API_KEY=987654321_${SECRET}`,
    ].join('\n');
    await page.evaluate((text) => navigator.clipboard.writeText(text), log);
    const before = here.server.apiRequests.length;
    await tokens.foundText.focus();
    await page.keyboard.press('ControlOrMeta+v');
    await expect(tokens.announcement).toHaveText('2 tokens found in this text.');
    const found = page.getByRole('listitem').filter({ hasText: /^ID / });
    await expect(found).toHaveCount(2);
    await expect(found.first()).toContainText(`ID ${id} leaked · Engineers`);
    await expect(found.first()).toContainText('Works in this account: revoke it');
    await expect(found.last()).toContainText('ID 987654321');
    await expect(found.last()).toContainText('Not in this account, as far as your API key can see');

    await expect(tokens.foundText).toHaveValue('');
    await tokens.foundText.focus();
    await page.keyboard.press('ControlOrMeta+z');
    await expect(tokens.foundText).toHaveValue('');
    await page.evaluate(() => navigator.clipboard.writeText(''));
    expect(placesOf(SECRET, await traces(page))).toEqual([]);
    expect(here.server.apiRequests).toHaveLength(before);

    // From there it is revoked, and said to be gone.
    await found.first().getByRole('button', { name: 'Revoke leaked', exact: true }).click();
    await tokens.dialog.confirm.click();
    await tokens.dialog.expectGone();
    await expect(found.first()).toContainText('Gone already: deleted');
    expect(await here.emulator.named('leaked')).toEqual({ working: 0, deleted: 1 });
  });
});

test('what is typed and not looked through yet is forgotten with the key', async ({ page, portal }) => {
  const tokens = await TokensPage.openList(page, await portal());
  await tokens.findToken.click();
  await tokens.foundText.pressSequentially(`29841_${SECRET}`);
  await tokens.tokenToCheck.pressSequentially(`29842_${SECRET}`);
  await tokens.forgetKey.click();
  await expect(tokens.announcement).toHaveText('API key forgotten');
  await expect.poll(async () => placesOf(SECRET, await traces(page))).toEqual([]);
});

test('several tokens of one text are revoked in one go', async ({ page, portal }) => {
  const here = await portal();
  const made = [await here.emulator.make('one'), await here.emulator.make('two')];
  const tokens = await TokensPage.openList(page, here);
  await tokens.findToken.click();
  await tokens.foundText.fill(made.map(({ token }) => `- ${token}`).join('\n'));
  await tokens.findTokens.click();
  await page.getByRole('button', { name: 'Revoke all 2 that work', exact: true }).click();
  await tokens.dialog.expectOpen('Revoke 2 tokens?');
  await tokens.dialog.confirmAll(2).click();
  await expect(page.getByText('Gone already: deleted')).toHaveCount(2);
});

for (const text of ['nothing of the kind', '2024_backup and 1_000_000', '<img src=x onerror=alert(1)>', '']) {
  test(`a text without a token finds none: ${JSON.stringify(text.slice(0, 16))}`, async ({ page, portal }) => {
    const tokens = await TokensPage.openList(page, await portal());
    await tokens.findToken.click();
    await tokens.foundText.fill(text);
    await tokens.findTokens.click();
    await expect(tokens.announcement).toHaveText('No token found in this text.');
  });
}

test('whether a token still works is asked once, when somebody presses for it', async ({ page, portal }) => {
  const here = await portal();
  const { token } = await here.emulator.make('found');
  const tokens = await TokensPage.openList(page, here);
  await tokens.findToken.click();
  const before = here.server.requests(LOOKED_UP).length;
  await tokens.tokenToCheck.fill('half a tok');
  await tokens.check.click();
  await expect(tokens.announcement).toHaveText('Paste the whole token, starting with its first digit.');
  await settled(page);
  expect(here.server.requests(LOOKED_UP)).toHaveLength(before);
  for (const [asked, said] of [
    [token, /^It still works: it belongs to account \d+\. Revoke it\.$/],
    [`${KEYS.Users}0`, 'The service does not accept it: it has expired, was deleted or is incomplete.'],
  ] as const) {
    await tokens.tokenToCheck.fill(asked);
    await tokens.check.click();
    await expect(tokens.announcement).toHaveText(said);
    await expect(tokens.tokenToCheck).toHaveValue('');
    expect(here.server.requests(LOOKED_UP).at(-1)?.headers.authorization).toBe(`APIKey ${asked}`);
  }
  expect(here.server.requests(LOOKED_UP)).toHaveLength(before + 2);
});

test('what comes of a token that was checked before is not said of what is pasted after it', async ({ page, portal }) => {
  const here = await portal();
  const { token } = await here.emulator.make('found');
  const tokens = await TokensPage.openList(page, here);
  await tokens.findToken.click();
  const slow = await hold(page, LOOKED_UP, 'answer');
  await tokens.tokenToCheck.fill(token);
  await tokens.check.click();
  await slow.arrived();
  await tokens.tokenToCheck.fill('half a tok');
  await tokens.check.click();
  const incomplete = 'Paste the whole token, starting with its first digit.';
  await expect(tokens.announcement).toHaveText(incomplete);
  slow.release();
  await settled(page);
  await expect(page.getByText(incomplete)).toHaveCount(2);
  await expect(page.getByText('It still works:')).toHaveCount(0);
});

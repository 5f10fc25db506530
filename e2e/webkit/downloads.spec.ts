import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT } from '../../testing/emulator.ts';
import { CreatePage } from './pages/create-page.ts';
import { TokensPage } from './pages/tokens-page.ts';
import type { Browser } from './browser.ts';
import { expect, test } from './test.ts';

/** The one file in the folder of downloads whose name matches, once it is whole. */
const downloaded = async ({ downloads }: Browser, name: RegExp, whole: RegExp): Promise<string> => {
  let text = '';
  await expect(() => {
    const [only, ...others] = readdirSync(downloads).filter((file) => name.test(file));
    expect(others).toEqual([]);
    text = readFileSync(join(downloads, only ?? 'nothing yet'), 'utf8');
    expect(text).toMatch(whole);
  }).toPass({ timeout: 5_000 });
  return text;
};

test('the token is downloaded in the chosen form', async ({ tab, portal, webkit }) => {
  const create = await CreatePage.open(tab, await portal());
  await create.fill({ name: 'ci-deploy' });
  const result = await create.submit();
  const token = await result.readToken();
  await result.download.click();
  expect(await downloaded(webkit, /^gcore-token-ci-deploy-\d+\.txt$/, /./)).toBe(token);
  await result.copyAs.choose('Kubernetes secret');
  await result.download.click();
  await downloaded(webkit, /^gcore-token-ci-deploy-\d+\.yaml$/, new RegExp(`^kind: Secret$[^]*${token}`, 'm'));

  await result.finish();
  await result.downloadReminder.click();
  const reminder = await downloaded(webkit, /\.ics$/, /END:VCALENDAR\s*$/);
  expect(reminder).toContain('ci-deploy');
  expect(reminder).not.toContain(token);
});

test('the list is exported as CSV and JSON', async ({ tab, portal, webkit }) => {
  const here = await portal();
  await here.emulator.make('=1+1 "ünïcode"');
  const tokens = await TokensPage.openList(tab, here);
  await tokens.exportCsv.click();
  const file = `gcore-tokens-${ACCOUNT}-\\d{4}-\\d\\d-\\d\\d`;
  const csv = await downloaded(webkit, new RegExp(`^${file}\\.csv$`), /\r\n$/);
  expect(csv).toMatch(/^\ufeffid,name,/);
  expect(csv).toContain(`"'=1+1 ""ünïcode"""`);
  await tokens.exportJson.click();
  const json = JSON.parse(await downloaded(webkit, new RegExp(`^${file}\\.json$`), /\]\s*$/)) as { name: string }[];
  expect(json.map(({ name }) => name)).toContain('=1+1 "ünïcode"');
});

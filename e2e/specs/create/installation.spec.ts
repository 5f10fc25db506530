import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { DIST } from '../../../testing/dist.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { expect, RULES, test } from '../../support/test.ts';

/** As `make release` makes it: an installation that has to have a config.json. */
const requireConfig = async (page: Page): Promise<void> => {
  const isPage = ({ pathname }: URL): boolean => pathname === '/';
  await page.route(isPage, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text()).replace('<html', '<html data-config="required"');
    await route.fulfill({ response: answer, body });
  });
};

test('the footer says which version the page is, as version.json does', RULES, async ({ page, portal }) => {
  const { version, commit } = JSON.parse(readFileSync(join(DIST, 'version.json'), 'utf8')) as Record<string, string>;
  expect(version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(commit).toMatch(/^([0-9a-f]{7}(-dirty)?|unknown)$/);
  await CreatePage.open(page, await portal());
  const footer = page.getByRole('contentinfo');
  await expect(footer.getByText('Version', { exact: false })).toHaveText(
    `Version ${version} (${commit === 'unknown' ? 'commit unknown' : commit})`,
  );
});

test('without config.json an installation that needs one makes no token', RULES, async ({ page, portal, expected }) => {
  expected.consoleError(/Failed to load resource.*404/);
  await requireConfig(page);
  const here = await portal({ config: null });
  await page.goto(here.url);
  const heading = page.getByRole('heading', { name: 'This page could not be loaded completely' });
  const stopped = page.getByRole('alert').filter({ has: heading });
  await expect(stopped).toContainText('It is missing, and this installation doesn’t work without it');
  await expect(page).toHaveTitle('Error: config.json');
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await expect(page.getByRole('button')).toHaveCount(0);
  expect(here.server.apiRequests).toEqual([]);
});

test('with its config.json such an installation is like any other', RULES, async ({ page, portal }) => {
  await requireConfig(page);
  const create = await CreatePage.open(page, await portal({ config: { title: 'With rules' } }));
  await expect(page).toHaveTitle('With rules');
  await create.fill();
  await create.submit();
});

import type { BrowserContext, Page } from '@playwright/test';
import { ACCOUNT, KEYS } from '../../testing/emulator.ts';
import { CreatePage } from '../pages/create-page.ts';
import { expect, type Portal, test } from '../support/test.ts';

/** What a page shows when it comes back. */
interface Seen {
  /** Whether it came from the browser's memory, as it was left. */
  persisted: boolean;
  fields: string[];
  /** At once, and with its fields. */
  html: string;
}

/**
 * Leaves the page for another one of its host and comes back. The driver loses sight of a page that comes from memory, so the
 * page itself tells another tab what it shows.
 */
const leaveAndComeBack = async (context: BrowserContext, page: Page, { url }: Portal): Promise<Seen> => {
  const elsewhere = `${url}config.json`;
  const witness = await context.newPage();
  await witness.goto(elsewhere);
  await page.bringToFront();
  await page.evaluate(() => {
    addEventListener('pageshow', async ({ persisted }) => {
      const html = document.documentElement.outerHTML;
      // Where a token was, the form is built anew, in tasks of its own.
      while (!document.querySelector('textarea')) await new Promise((resolve) => setTimeout(resolve));
      const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].map(({ value }) => value);
      new BroadcastChannel('back').postMessage({ persisted, fields, html: html + document.documentElement.outerHTML });
    });
  });
  const seen = witness.evaluate(
    () => new Promise<Seen>((resolve) => (new BroadcastChannel('back').onmessage = ({ data }) => resolve(data as Seen))),
  );
  await page.goto(elsewhere);
  await page.evaluate(() => history.back());
  return seen;
};

test('a form that is left comes back from memory without the key, and with the rest', async ({ page, portal, context }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill({ name: 'nightly', description: 'kept' });
  const { persisted, fields } = await leaveAndComeBack(context, page, here);
  expect(persisted).toBe(true);
  expect(fields).toEqual(['', String(ACCOUNT), 'nightly', 'kept']);
});

test('a token that is left does not come back from memory, nor does the key', async ({ page, portal, context }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.fill({ name: 'nightly' });
  const token = await (await create.submit()).readToken();
  // An unsaved token is asked about; this reader goes all the same.
  page.on('dialog', (dialog) => void dialog.accept());
  const { persisted, fields, html } = await leaveAndComeBack(context, page, here);
  expect(persisted).toBe(true);
  expect(html).not.toContain(token);
  expect(fields).not.toContain(KEYS.Administrators);
  expect(fields).toContain('nightly');
});

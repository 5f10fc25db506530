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
  /** What didn't come back in time. */
  missing: string[];
}

/** For so many turns of the page it may build its form, which is some seconds. */
const MANY_TURNS = 2_000;

/**
 * Leaves the page for another one of its host and comes back. The driver loses sight of a page that comes from memory, so the
 * page itself tells another tab what it shows.
 */
const leaveAndComeBack = async (context: BrowserContext, page: Page, { url }: Portal): Promise<Seen> => {
  const elsewhere = `${url}config.json`;
  const witness = await context.newPage();
  await witness.goto(elsewhere);
  await page.bringToFront();
  await page.evaluate((turns) => {
    addEventListener('pageshow', async ({ persisted }) => {
      const html = document.documentElement.outerHTML;
      // Where a token was, the form is built anew, in tasks of its own.
      const missing = (): string[] => ['input', 'textarea'].filter((field) => !document.querySelector(field));
      for (let left = turns; missing().length > 0 && left > 0; left--) await new Promise((resolve) => setTimeout(resolve));
      const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')].map(({ value }) => value);
      const seen = { persisted, fields, html: html + document.documentElement.outerHTML, missing: missing() };
      new BroadcastChannel('back').postMessage(seen);
    });
  }, MANY_TURNS);
  const seen = witness.evaluate(
    () => new Promise<Seen>((resolve) => (new BroadcastChannel('back').onmessage = ({ data }) => resolve(data as Seen))),
  );
  await page.goto(elsewhere);
  await page.evaluate(() => history.back());
  expect((await seen).missing, 'what the form came back without').toEqual([]);
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

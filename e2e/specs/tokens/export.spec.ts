import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { listed, listing } from '../../support/listing.ts';
import { LISTED } from '../../support/requests.ts';
import { CHROMIUM_ONLY, expect, test } from '../../support/test.ts';

// In Chromium only: Playwright drops Firefox’s word of a download that comes from a `blob:` address.

/** Presses a button that hands over a file. */
const download = async (page: Page, button: Locator): Promise<{ name: string; text: string }> => {
  const waiting = page.waitForEvent('download');
  await button.click();
  const file = await waiting;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
};

/** The end of a row that is like all others. */
const MADE_BY_DANA = '"2026-01-02T03:04:05Z","Dana Demo","dana@example.com","false"';
const HEAD = 'id,name,description,role,status,exp_date,last_usage,created,issuer,issuer_email,issuer_deleted';

test(
  'an export holds what the filter shows, in its order, and formulas are text in it',
  CHROMIUM_ONLY,
  async ({ page, portal }) => {
    await page.clock.setFixedTime('2026-11-24T12:00:00Z');
    const here = await portal();
    here.server.fail(
      LISTED,
      listing([
        listed({ id: 1, name: '=HYPERLINK("http://evil.example","x")', description: '+1, -1' }),
        listed({
          id: 2,
          name: 'two "quoted",\nlines',
          exp_date: '2027-01-01T00:00:00Z',
          last_usage: '2026-11-01 08:00:00.5+00:00',
        }),
        listed({ id: 3, name: '@SUM(A1)', description: '\tTab', expired: true, exp_date: '2026-01-01' }),
        listed({
          id: 4,
          name: 'gone',
          deleted: true,
          client_user: { ...listed({}).client_user, user_name: '-Lars', deleted: true },
        }),
      ]),
    );
    const tokens = await TokensPage.openList(page, here);
    const csv = await download(page, tokens.exportCsv);
    expect(csv.name).toBe(`gcore-tokens-${ACCOUNT}-2026-11-24.csv`);
    expect(csv.text).toBe(
      [
        `\u{feff}${HEAD}`,
        `"2","two ""quoted"",\nlines","","Users","active","2027-01-01T00:00:00Z","2026-11-01T08:00:00Z",${MADE_BY_DANA}`,
        `"1","'=HYPERLINK(""http://evil.example"",""x"")","'+1, '-1","Users","active","never","never",${MADE_BY_DANA}`,
        '',
      ].join('\r\n'),
    );
    await expect(tokens.announcement).toHaveText('2 tokens exported');

    await tokens.filter('All');
    await tokens.sortBy('Name');
    await tokens.search.fill('dana@example');
    const json = await download(page, tokens.exportJson);
    expect(json.name).toBe(`gcore-tokens-${ACCOUNT}-2026-11-24.json`);
    const rows = JSON.parse(json.text) as Record<string, unknown>[];
    expect(rows.map(({ id }) => id)).toEqual([1, 3, 4, 2]);
    expect(rows[2]).toEqual({
      id: 4,
      name: 'gone',
      description: null,
      role: 'Users',
      status: 'deleted',
      exp_date: 'never',
      last_usage: 'never',
      created: '2026-01-02T03:04:05Z',
      issuer: '-Lars',
      issuer_email: 'dana@example.com',
      issuer_deleted: true,
    });
    expect(rows[0]?.['name']).toBe('=HYPERLINK("http://evil.example","x")');
    const all = await download(page, tokens.exportCsv);
    expect(all.text).toContain(`"'@SUM(A1)","\tTab"`);
    expect(all.text).toContain(`"'-Lars"`);
    for (const { text } of [csv, json, all]) expect(text).not.toContain(KEYS.Administrators);

    await tokens.search.fill('nothing like it');
    expect((await download(page, tokens.exportCsv)).text).toBe(`\u{feff}${HEAD}\r\n`);
    await expect(tokens.announcement).toHaveText('0 tokens exported');
  },
);

import { KEYS } from '../../../testing/emulator.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import type { Fault } from '../../support/portal-server.ts';
import { DELETED, READ_ONE } from '../../support/requests.ts';
import { expect, RULES, test } from '../../support/test.ts';
import { Observer } from './observer.ts';
import { Section } from './table.ts';

const PATIENCE = 2;
const REVOKED = /^Token revoked$/;
/** The service's own list says so. */
const STILL_THERE = /the account’s list still contains it/;

interface Deletion {
  title: string;
  fault: Fault;
  /** Words of the dialog, where the token may still work. */
  says?: RegExp;
  /** What is announced at the end, which may be the end of another try. */
  announced?: RegExp;
  /** Requests of the first try. */
  requests: Record<string, number>;
  /** What the service knows at the end. */
  known?: { working: number; deleted: number };
}

const DELETIONS: Deletion[] = [
  {
    title: 'Revoke: 401',
    fault: { kind: 'answer', status: 401, body: '{"message":"Token is not known"}' },
    says: /no longer accepts the API key.*with another API key/,
    requests: { DELETE: 1 },
  },
  {
    title: 'Revoke: 403',
    fault: { kind: 'answer', status: 403, body: '{"message":"Only the issuer may."}' },
    says: /was not revoked.*not have permission to do this \(status 403\).*Only the issuer may\./,
    requests: { DELETE: 1 },
  },
  {
    title: 'Revoke: 409',
    fault: { kind: 'answer', status: 409, body: '{"message":"In use."}' },
    says: /was not revoked.*In use\./,
    requests: { DELETE: 1 },
  },
  {
    title: 'Revoke: 429',
    fault: { kind: 'answer', status: 429 },
    says: /Too many requests.*Wait a minute/,
    requests: { DELETE: 1 },
  },
  {
    title: 'Revoke: 429, with a time to wait',
    fault: { kind: 'answer', status: 429, headers: { 'retry-after': '7' } },
    says: /Too many requests.*Wait 7 seconds/,
    requests: { DELETE: 1 },
  },
  { title: 'Revoke: 500', fault: { kind: 'answer', status: 500 }, says: STILL_THERE, requests: { DELETE: 1, GET: 1 } },
  {
    title: 'Revoke: 503, a web page',
    fault: { kind: 'answer', status: 503, body: '<title>Maintenance</title>' },
    says: STILL_THERE,
    requests: { DELETE: 1, GET: 1 },
  },
  { title: 'Revoke: no answer in time', fault: { kind: 'silence' }, says: STILL_THERE, requests: { DELETE: 1, GET: 1 } },
  {
    title: 'Revoke: the connection ends before any answer',
    fault: { kind: 'refuse' },
    says: STILL_THERE,
    requests: { DELETE: 1, GET: 1 },
  },
  { title: 'Revoke: the answer takes half a second', fault: { kind: 'delay', milliseconds: 500 }, requests: { DELETE: 1 } },
  {
    title: 'Revoke: 502, and the token is gone',
    fault: { kind: 'rewrite', change: () => ({ status: 502 }) },
    requests: { DELETE: 1, GET: 1 },
  },
  {
    title: 'Revoke: no answer in time, and the token is gone',
    fault: { kind: 'delay', milliseconds: PATIENCE * 1_000 + 500 },
    requests: { DELETE: 1, GET: 1 },
  },
  {
    title: 'Revoke: 404, since somebody else was faster',
    fault: { kind: 'rewrite', change: () => ({ status: 404 }) },
    announced: /already gone/,
    requests: { DELETE: 1, GET: 1 },
  },
  // None of these says that the token is gone, and the list says that it isn't.
  ...(
    [
      ['404 of a proxy', { status: 404, body: '<title>Not found</title>' }],
      ['410 of a proxy', { status: 410 }],
      ['200, a login page', { status: 200, body: '<title>Sign in</title>', headers: { 'content-type': 'text/html' } }],
      ['200, an error', { status: 200, body: '{"error":"not allowed"}' }],
      ['200, a token', { status: 200, body: '{"id":1,"deleted":true}' }],
      ['202, taken up', { status: 202, body: '{"status":"queued"}' }],
    ] as const
  ).map(([what, answer]): Deletion => ({
    title: `Revoke: ${what}`,
    fault: { kind: 'answer', ...answer },
    says: STILL_THERE,
    requests: { DELETE: 1, GET: 1 },
  })),
];

const section = new Section(
  'revoke',
  DELETIONS.map(({ title }) => title),
);

/** What the dialog says, without the facts about the token. */
const dialogWords = async ({ heading, dialog }: TokensPage['dialog']): Promise<string> =>
  `${await heading.innerText()}: ${await dialog.getByRole('paragraph').first().innerText()}`;

test('a deletion that fails says why, can be tried again, and the list shows what is true', async ({ page, portal }) => {
  // One test of many cases.
  test.setTimeout(90_000);
  const here = await portal({ config: { timeoutSeconds: PATIENCE } });
  for (const [at] of DELETIONS.entries()) await here.emulator.make(`token-${at}`);
  const observer = new Observer(page, here.server, KEYS.Administrators);
  const tokens = await TokensPage.openList(page, here);
  const { dialog } = tokens;
  for (const [at, { title, fault, says, announced = REVOKED, requests, known }] of DELETIONS.entries()) {
    await test.step(title, async () => {
      const name = `token-${at}`;
      const looked = page.waitForResponse(READ_ONE.path);
      await tokens.revoke(name).press('Enter');
      await looked;
      observer.start();
      here.server.fail({ ...DELETED, times: 1 }, fault);
      await dialog.confirm.press('Enter');
      if (says) {
        await dialog.expectOpen(`${name} was not revoked`);
        await expect(dialog.heading).toBeFocused();
        await expect(dialog.dialog).toContainText(says);
        await expect(tokens.row(name)).toHaveCount(1);
        expect(observer.requests()).toEqual(requests);
        section.note(title, await observer.end(await dialogWords(dialog)));
        expect(await here.emulator.named(name)).toEqual({ working: 1, deleted: 0 });
        await dialog.close.press('Enter');
        await dialog.expectGone();
        await expect(tokens.revoke(name)).toBeFocused();
        await tokens.revoke(name).press('Enter');
        here.server.fail({ ...DELETED, times: 1 }, fault);
        await dialog.confirm.press('Enter');
        await expect(dialog.tryAgain).toBeVisible();
        await dialog.tryAgain.press('Enter');
      }
      await dialog.expectGone();
      await expect(tokens.announcement).toHaveText(announced);
      await expect(tokens.row(name)).toHaveCount(0);
      await expect(tokens.counted).toBeFocused();
      if (!says) {
        expect(observer.requests()).toEqual(requests);
        section.note(title, await observer.end());
      }
      expect(await here.emulator.named(name)).toEqual(known ?? { working: 0, deleted: 1 });
    });
  }
});

test('the table lists these cases and no others', RULES, () => section.expectListed());

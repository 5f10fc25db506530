import { CreatePage, type Order } from '../../pages/create-page.ts';
import { KEYS } from '../../../testing/emulator.ts';
import type { ApiAnswer } from '../../support/portal-server.ts';
import { Observer, Section } from '../../support/reliability-table.ts';
import { expect, RULES, test } from '../../support/test.ts';

type FieldName = 'apiKey' | 'account' | 'name' | 'description' | 'role' | 'expiration';

interface Refusal {
  title: string;
  answer: ApiAnswer;
  /** Words in the summary. */
  says: (string | RegExp)[];
  /** Fields that the summary leads to. */
  at?: FieldName[];
  /** Whether a token may exist all the same, so that the account's list is read. */
  mayExist?: boolean;
}

const POSTED = { method: 'POST', times: 1 } as const;
const ORDER: Order = { name: 'nightly build', description: 'for the tests', role: 'Users', expiration: '60 days' };
const MAY_EXIST = /A token may have been created all the same/;

const json = (status: number, body: unknown, headers: Record<string, string> = {}): ApiAnswer => ({
  status,
  body: JSON.stringify(body),
  headers,
});
const text = (status: number, body: string, type = 'text/plain'): ApiAnswer => ({
  status,
  body,
  headers: { 'content-type': type },
});
const webPage = (status: number, title: string): ApiAnswer =>
  text(status, `<html><head><title>${title}</title></head><body>nginx</body></html>`, 'text/html');

const REFUSED = /refused this \(status 4\d\d\)\. No token was created/;
const NOT_ALLOWED = /not allowed to do this \(status 403\)/;
const FAILED = /problem of its own \(status 5\d\d\)/;

/** Each test has one page, and the form keeps what was typed from case to case. */
const GROUPS: Record<string, Refusal[]> = {
  'bodies of every shape': [
    {
      title: '400, errors at nested fields',
      answer: json(400, { errors: { client_user: { role: ["Can't create token with role Users"] }, name: ['Taken.'] } }),
      says: ["Can't create token with role Users", 'Taken.'],
      at: ['role', 'name'],
    },
    {
      title: '400, a message per field, not in lists',
      answer: json(400, { name: 'Too short.', exp_date: 'Too late.' }),
      says: ['Too short.', 'Too late.'],
      at: ['name', 'expiration'],
    },
    { title: '400, a JSON string', answer: json(400, 'No more tokens here.'), says: [REFUSED, 'No more tokens here.'] },
    { title: '400, a list', answer: json(400, ['First reason.', 'Second reason.']), says: ['First reason.', 'Second reason.'] },
    { title: '400, plain text', answer: text(400, 'No more tokens here.'), says: [REFUSED, 'No more tokens here.'] },
    { title: '400, a web page', answer: webPage(400, '400 Bad Request'), says: [REFUSED, '400 Bad Request'] },
    { title: '400, no body', answer: { status: 400 }, says: [REFUSED] },
    {
      title: '400, JSON of no known shape',
      answer: json(400, { a: [{ b: { c: 17, d: 'Odd words.' } }, null, true] }),
      says: ['a.b.d: Odd words.'],
    },
    { title: '400, JSON that is cut off', answer: { status: 400, body: '{"message":"No mo' }, says: [REFUSED] },
    { title: '400, bytes that are no text', answer: { status: 400, body: '\u0000\u0001\u{fffd}\u{fffd}' }, says: [REFUSED] },
    {
      title: '400, nested a thousand levels deep',
      answer: { status: 400, body: '['.repeat(1_000) + ']'.repeat(1_000) },
      says: [REFUSED],
    },
    {
      title: '400, 10 MB of text',
      answer: text(400, 'All work and no play. '.repeat(480_000)),
      says: [REFUSED, 'All work and no play.'],
    },
    {
      title: '400, a thousand messages',
      answer: json(
        400,
        Array.from({ length: 1_000 }, (_, at) => `Reason ${at}.`),
      ),
      says: [REFUSED, 'Reason 0.', 'Reason 19.'],
    },
    {
      title: '400, markup in its words',
      answer: json(400, { message: '<img src=x onerror="document.title=1">' }),
      says: [REFUSED, '<img src=x onerror="document.title=1">'],
    },
  ],
  'statuses that say no token was made': [
    {
      title: '401, a message that quotes the key',
      answer: json(401, { message: `Token is not known: ${KEYS.Administrators}` }),
      says: [/does not accept this API key/, 'Token is not known: •••'],
      at: ['apiKey'],
    },
    { title: '401, no body', answer: { status: 401 }, says: [/does not accept this API key/], at: ['apiKey'] },
    { title: '403, a message', answer: json(403, { message: 'Not yours.' }), says: [NOT_ALLOWED, 'Not yours.'] },
    { title: '403, a web page of a firewall', answer: webPage(403, 'Access denied'), says: [NOT_ALLOWED, 'Access denied'] },
    {
      title: '404, a message about the account',
      answer: json(404, { message: 'Account not found.' }),
      says: [/Account ID is not known/, 'Account not found.'],
      at: ['account'],
    },
    { title: '404, a web page', answer: webPage(404, 'Not Found'), says: [/Account ID is not known/], at: ['account'] },
    {
      title: '409, a message',
      answer: json(409, { message: 'A token of this name exists.' }),
      says: [REFUSED, 'A token of this name exists.'],
    },
    { title: '410, no body', answer: { status: 410 }, says: [/Account ID is not known/], at: ['account'] },
    {
      title: '422, errors at fields',
      answer: json(422, { detail: [{ loc: 'x', msg: 'Unfit.' }], errors: { description: ['Too odd.'] } }),
      says: ['Too odd.'],
      at: ['description'],
    },
    {
      title: '429, with a time to wait',
      answer: json(429, {}, { 'retry-after': '17' }),
      says: [/Too many requests/, /No token was created\. Wait 17 seconds/],
    },
    { title: '429, without one', answer: { status: 429 }, says: [/Too many requests/, /Wait a minute/] },
    {
      title: '429, with a date to wait for',
      answer: {
        ...webPage(429, 'Slow down'),
        headers: { 'content-type': 'text/html', 'retry-after': 'Thu, 01 Jan 2099 00:00:00 GMT' },
      },
      says: [/Too many requests/, /Wait a minute/, 'Slow down'],
    },
  ],
  'statuses that leave it open': [
    {
      title: '500, a message',
      answer: json(500, { message: 'Oops.', request_id: 'req-7f3a' }),
      says: [FAILED, 'Oops.', 'req-7f3a'],
      mayExist: true,
    },
    { title: '500, a web page', answer: webPage(500, 'Server Error'), says: [FAILED, 'Server Error'], mayExist: true },
    {
      title: '502, a web page of a proxy',
      answer: webPage(502, '502 Bad Gateway'),
      says: [FAILED, '502 Bad Gateway'],
      mayExist: true,
    },
    {
      title: '503, with a time to wait',
      answer: { status: 503, headers: { 'retry-after': '30' } },
      says: [FAILED],
      mayExist: true,
    },
    { title: '504, no body', answer: { status: 504 }, says: [FAILED], mayExist: true },
    { title: '500, 10 MB of a web page', answer: webPage(500, 'Trace '.repeat(1_700_000)), says: [FAILED], mayExist: true },
  ],
};

const section = new Section(
  'refused',
  Object.values(GROUPS).flatMap((group) => group.map(({ title }) => title)),
);

for (const [what, refusals] of Object.entries(GROUPS)) {
  test(`refused, ${what}`, RULES, async ({ page, portal }) => {
    // One test of many cases.
    test.setTimeout(90_000);
    const here = await portal();
    const observer = new Observer(page, here.server, KEYS.Administrators);
    const create = await CreatePage.open(page, here);
    await create.fill(ORDER);
    for (const { title, answer, says, at = [], mayExist = false } of refusals) {
      await test.step(title, async () => {
        observer.start();
        here.server.fail(POSTED, { kind: 'answer', ...answer });
        await create.create.click();
        await create.errors.expectShown();
        await create.errors.expectSays(...says);
        await expect(create.errors.region.getByText(MAY_EXIST)).toHaveCount(mayExist ? 1 : 0);
        await expect(create.errors.links).toHaveCount(at.length);
        for (const field of at) await expect(create[field]).toHaveAttribute('aria-invalid', 'true');
        if (mayExist) await create.lost.expectVerdict('not made');
        else await create.lost.expectGone();
        await create.expectKept(ORDER);
        expect(observer.requests()).toEqual(mayExist ? { POST: 1, GET: 1 } : { POST: 1 });
        section.note(title, await observer.end());
      });
    }
    // After all of it the form still works.
    await create.submit();
  });
}

test('the table lists these refusals and no others', RULES, () => section.expectListed());

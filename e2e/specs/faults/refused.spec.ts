import { KEYS } from '../../../testing/emulator.ts';
import { CreatePage, type NewToken } from '../../pages/create-page.ts';
import { MAY_EXIST } from '../../pages/unconfirmed-region.ts';
import type { ApiAnswer } from '../../support/portal-server.ts';
import { POSTED } from '../../support/requests.ts';
import { expect, RULES, test } from '../../support/test.ts';
import { filled } from './observer.ts';
import { Section } from './table.ts';

type FieldName = 'apiKey' | 'account' | 'name' | 'description' | 'role' | 'expiration';

/** An answer that comes instead of the service's, and what the page makes of it. */
interface Refusal {
  title: string;
  answer: ApiAnswer;
  /** Words in the summary. */
  says?: (string | RegExp)[];
  /** Messages at fields, each with its link in the summary. */
  at?: Partial<Record<FieldName, string | RegExp>>;
  /** Whether a token may exist all the same, so that the account's list is read. */
  mayExist?: boolean;
  /** Whether Firefox is asked as well: one of each kind is enough. */
  everyEngine?: boolean;
}

const NEW_TOKEN: NewToken = { name: 'nightly build', description: 'for the tests', role: 'Users', expiration: '60 days' };
const MARKUP = '<img src=x onerror="document.title=1"><b>bold</b>';

const REFUSED = /refused this \(status 4\d\d\)\. No token was created/;
const NOT_ALLOWED = /not have permission to do this \(status 403\)/;
const FAILED = /internal error \(status 5\d\d\)/;
const LOGIN = /A login page seems to have answered instead of the service \(status 200\)/;
const BLOCKED = /A login page or a firewall seems to have answered instead of the service \(status 4\d\d\)/;
const UNUSUAL = /sent an unexpected answer \(status 20\d\)/;
const NOT_ACCEPTED = /does not accept this API key/;
const NO_ACCOUNT = /does not know this Account ID/;

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

const REFUSALS: Refusal[] = [
  // Bodies of every shape.
  {
    title: '400, errors at nested fields',
    answer: json(400, { errors: { client_user: { role: ["Can't create token with role Users"] }, name: ['Taken.'] } }),
    at: { role: "Can't create token with role Users", name: 'Taken.' },
    everyEngine: true,
  },
  {
    title: '400, errors at fields, in lists and alone',
    answer: json(400, {
      errors: {
        exp_date: ['Datetime has wrong format.'],
        name: 'Ensure this field has no more than 64 characters.',
        description: ['Too odd.'],
      },
    }),
    at: { name: /no more than 64 characters/, description: /Too odd/, expiration: /Datetime has wrong format/ },
    everyEngine: true,
  },
  {
    title: '400, errors at fields that the form does not have',
    answer: json(400, {
      errors: { quota: ['Limit of tokens reached.'], non_field_errors: ['Try another day.'], name: ['Taken.'] },
    }),
    says: [/quota: Limit of tokens reached\./, 'Try another day.'],
    at: { name: /Taken\./ },
  },
  {
    title: '400, a message per field, not in lists',
    answer: json(400, { name: 'Too short.', exp_date: 'Too late.' }),
    at: { name: 'Too short.', expiration: 'Too late.' },
  },
  {
    title: '400, a message and a request ID',
    answer: json(400, { exception_class: 'ParseError', message: 'JSON parse error - line 1', request_id: 'req-7f3a' }),
    says: [REFUSED, 'JSON parse error - line 1', 'req-7f3a'],
  },
  { title: '400, a JSON string', answer: json(400, 'No more tokens here.'), says: [REFUSED, 'No more tokens here.'] },
  { title: '400, a list', answer: json(400, ['First reason.', 'Second reason.']), says: ['First reason.', 'Second reason.'] },
  { title: '400, plain text', answer: text(400, 'No more tokens here.'), says: [REFUSED, 'No more tokens here.'] },
  { title: '400, a web page', answer: webPage(400, '400 Bad Request'), says: [BLOCKED, '400 Bad Request'], mayExist: true },
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
  { title: '400, markup in its words', answer: json(400, { message: MARKUP }), says: [REFUSED, MARKUP] },
  // Statuses that say that no token was created.
  {
    title: '401, a message that quotes the key',
    answer: json(401, { message: `Token is not known: ${KEYS.Administrators}` }),
    says: ['Token is not known: •••'],
    at: { apiKey: NOT_ACCEPTED },
  },
  {
    title: '401, a message that quotes a part of the key',
    answer: json(401, { message: `Bad token: ${KEYS.Administrators.slice(0, 4)}` }),
    says: [/Bad token: •••/],
    at: { apiKey: NOT_ACCEPTED },
    everyEngine: true,
  },
  { title: '401, no body', answer: { status: 401 }, at: { apiKey: NOT_ACCEPTED } },
  {
    title: '403, a message',
    answer: json(403, { message: 'You do not have permission to perform this action.' }),
    says: [NOT_ALLOWED, 'You do not have permission to perform this action.'],
  },
  { title: '401, a web page of a login', answer: webPage(401, 'Sign in'), says: [BLOCKED, 'Sign in'], mayExist: true },
  {
    title: '403, a web page of a firewall',
    answer: webPage(403, 'Access denied'),
    says: [BLOCKED, 'Access denied'],
    mayExist: true,
  },
  {
    title: '404, a message about the account',
    answer: json(404, { message: 'Account not found.' }),
    says: ['Account not found.'],
    at: { account: NO_ACCOUNT },
  },
  { title: '404, a web page', answer: webPage(404, 'Not Found'), at: { account: NO_ACCOUNT } },
  { title: '404, no body', answer: { status: 404 }, at: { account: NO_ACCOUNT } },
  {
    title: '409, a message',
    answer: json(409, { message: 'A token of this name exists.' }),
    says: [REFUSED, 'A token of this name exists.'],
  },
  { title: '410, no body', answer: { status: 410 }, at: { account: NO_ACCOUNT } },
  {
    title: '422, errors at fields',
    answer: json(422, { detail: [{ loc: 'x', msg: 'Unfit.' }], errors: { description: ['Too odd.'] } }),
    at: { description: 'Too odd.' },
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
  // Statuses that leave it open.
  {
    title: '500, a message',
    answer: json(500, { message: 'Oops.', request_id: 'req-7f3a' }),
    says: [FAILED, 'Oops.', 'req-7f3a'],
    mayExist: true,
  },
  {
    title: '500, a token in its words',
    answer: json(500, { message: 'Could not send 29841_9f8e7d6c5b4a39281706 to ada@example.com.', token: '29841_9f8e7d6c5b4a39281706' }),
    says: [FAILED, 'Could not send', 'ada@example.com'],
    mayExist: true,
  },
  { title: '500, a web page', answer: webPage(500, 'Server Error'), says: [FAILED, 'Server Error'], mayExist: true },
  {
    title: '502, a web page of a proxy',
    answer: webPage(502, '502 Bad Gateway'),
    says: [FAILED, '502 Bad Gateway'],
    mayExist: true,
  },
  { title: '503, no body', answer: { status: 503 }, says: [FAILED], mayExist: true },
  {
    title: '503, with a time to wait',
    answer: { status: 503, headers: { 'retry-after': '30' } },
    says: [FAILED],
    mayExist: true,
  },
  { title: '504, no body', answer: { status: 504 }, says: [FAILED], mayExist: true },
  { title: '500, 10 MB of a web page', answer: webPage(500, 'Trace '.repeat(1_700_000)), says: [FAILED], mayExist: true },
  // Success of something in between.
  { title: '200, a login page', answer: webPage(200, 'Sign in'), says: [LOGIN], mayExist: true },
  { title: '200, JSON without a token', answer: json(200, { id: 1, name: 'x' }), says: [UNUSUAL], mayExist: true },
  { title: '204', answer: { status: 204 }, says: [UNUSUAL], mayExist: true },
];

const section = new Section(
  'refused',
  REFUSALS.map(({ title }) => title),
);

for (const { title, answer, says = [], at = {}, mayExist = false, everyEngine = false } of REFUSALS) {
  test(`explains ${title}`, everyEngine ? {} : RULES, async ({ page, portal }) => {
    const here = await portal();
    here.server.fail({ ...POSTED, times: 1 }, { kind: 'answer', ...answer });
    const { create, observer } = await filled(page, here, NEW_TOKEN);
    await create.create.click();

    await create.errors.expectShown();
    await create.errors.expectSays(...says);
    await expect(create.errors.region.getByText(MAY_EXIST)).toHaveCount(mayExist ? 1 : 0);
    await expect(create.errors.links).toHaveCount(Object.keys(at).length);
    await expect(page.getByText(KEYS.Administrators.slice(0, 4), { exact: false })).toHaveCount(0);
    await expect(page.getByText('9f8e7d6c5b4a39281706')).toHaveCount(0);
    await expect(create.errors.region.getByRole('img')).toHaveCount(0);
    if (mayExist) await create.unconfirmed.expectFinding('nothing');
    else await create.unconfirmed.expectGone();
    // The summary says it, and takes the focus: nothing says it a second time.
    if (!mayExist) await expect(create.announcement).toHaveText('');
    expect(observer.requests()).toEqual(mayExist ? { POST: 1, GET: 1 } : { POST: 1 });
    section.note(title, await observer.end());
    for (const [field, message] of Object.entries(at)) await create.errors.expectFor(create[field as FieldName], message);
    await create.expectKept(NEW_TOKEN);

    // Another try is the person's to make, and works.
    await create.submit();
    await create.errors.expectGone();
    expect(here.server.requests(POSTED)).toHaveLength(2);
  });
}

test('the table lists these refusals and no others', RULES, () => section.expectListed());

test('the service itself refuses a role, a key and an account', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  const refused: [NewToken, FieldName, string | RegExp][] = [
    [{ key: KEYS.Users, role: 'Engineers' }, 'role', "Can't create token with role Engineers"],
    [{ key: '1001_wrong' }, 'apiKey', NOT_ACCEPTED],
    [{ account: 4711 }, 'account', NO_ACCOUNT],
  ];
  for (const [count, [fields, field, message]] of refused.entries()) {
    await create.fill(fields);
    await create.create.click();
    await create.errors.expectFor(create[field], message);
    await create.expectKept(fields);
    expect(here.server.requests(POSTED)).toHaveLength(count + 1);
  }
  await expect(create.errors.links).toHaveCount(1);
});

test('a service without v1 leads to v2', async ({ page, portal }) => {
  const here = await portal({ config: { apiVersion: 'v1' }, emulatorArgs: ['--v1', 'gone'] });
  const create = await CreatePage.open(page, here);
  await create.fill();
  await create.create.click();
  await create.errors.expectShown();
  await create.errors.expectSays(/status 404/, /v1, which may be gone/, /"apiVersion" to "v2"/);
  expect(here.server.requests(POSTED)).toHaveLength(1);
});

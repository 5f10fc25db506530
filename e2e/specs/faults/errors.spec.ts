import { CreatePage, type Order } from '../../pages/create-page.ts';
import { KEYS } from '../../../testing/emulator.ts';
import type { ApiAnswer } from '../../support/portal-server.ts';
import { expect, RULES, test } from '../../support/test.ts';

type FieldName = 'apiKey' | 'account' | 'name' | 'description' | 'role' | 'expiration';

/** An answer of the service and what the page makes of it. */
interface Refusal {
  what: string;
  answer: ApiAnswer;
  /** Words in the summary. */
  says?: (string | RegExp)[];
  /** Messages at fields, each with its link in the summary. */
  at?: Partial<Record<FieldName, string | RegExp>>;
  /** Whether Firefox is asked as well. */
  everyEngine?: boolean;
  /** Whether the page has to warn that a token may exist. */
  mayExist?: boolean;
}

const POSTED = { method: 'POST' } as const;
const MAY_EXIST = /A token may have been created all the same/;
const ORDER: Order = { name: 'nightly build', description: 'for the tests', role: 'Users', expiration: '60 days' };

const json = (status: number, body: unknown): ApiAnswer => ({ status, body: JSON.stringify(body) });
const html = (status: number, body: string): ApiAnswer => ({ status, body, headers: { 'content-type': 'text/html' } });

const webPage = (title: string): string => `<html><head><title>${title}</title></head><body>nginx</body></html>`;
const FORBIDDEN = 'You do not have permission to perform this action.';
const MARKUP = '<img src=x onerror="document.title=1"><b>bold</b>';

const REFUSALS: Refusal[] = [
  {
    what: '400 about a nested role',
    answer: json(400, { errors: { client_user: { role: ["Can't create token with role Administrators"] } } }),
    at: { role: "Can't create token with role Administrators" },
    everyEngine: true,
  },
  {
    what: '400 about several fields at once, in lists and alone',
    answer: json(400, {
      errors: { exp_date: ['Datetime has wrong format.'], name: 'Ensure this field has no more than 64 characters.', description: ['Too odd.'] },
    }),
    at: { name: /no more than 64 characters/, description: /Too odd/, expiration: /Datetime has wrong format/ },
    everyEngine: true,
  },
  {
    what: '400 about fields that the form does not have',
    answer: json(400, { errors: { quota: ['Limit of tokens reached.'], non_field_errors: ['Try another day.'], name: ['Taken.'] } }),
    says: [/quota: Limit of tokens reached\./, 'Try another day.'],
    at: { name: /Taken\./ },
  },
  {
    what: '400 with a plain text',
    answer: { status: 400, body: 'No more tokens here.', headers: { 'content-type': 'text/plain' } },
    says: ['No more tokens here.', /No token was created/],
  },
  { what: '400 with a list', answer: json(400, ['First reason.', 'Second reason.']), says: ['First reason.', 'Second reason.'] },
  {
    what: '400 with a message and a request ID',
    answer: json(400, { exception_class: 'ParseError', message: 'JSON parse error - line 1', request_id: 'req-7f3a' }),
    says: ['JSON parse error - line 1', 'req-7f3a'],
  },
  { what: '400 with markup in its words', answer: json(400, { message: MARKUP }), says: [MARKUP] },
  { what: '400 without a body', answer: { status: 400 }, says: [/refused this \(status 400\)/, /No token was created/] },
  {
    what: '401, whose words quote the key',
    answer: json(401, { message: `Bad token: ${KEYS.Administrators.slice(0, 4)}` }),
    says: [/Bad token: •••/],
    at: { apiKey: /does not accept this API key/ },
    everyEngine: true,
  },
  { what: '403', answer: json(403, { message: FORBIDDEN }), says: [/not allowed to do this/, FORBIDDEN] },
  {
    what: '404 about the account',
    answer: json(404, { message: 'Account not found.' }),
    says: ['Account not found.'],
    at: { account: /Account ID is not known/ },
  },
  { what: '404 without a body', answer: { status: 404 }, at: { account: /Account ID is not known/ } },
  {
    what: '429 with a time to wait',
    answer: { ...json(429, {}), headers: { 'retry-after': '17' } },
    says: [/Too many requests/, /Wait 17 seconds/, /No token was created/],
  },
  { what: '429 without one', answer: { status: 429 }, says: [/Too many requests/, /Wait a minute/] },
  { what: '500 with a web page', answer: html(500, webPage('Server Error')), says: [/status 500/, 'Server Error'], mayExist: true },
  { what: '502 with a web page', answer: html(502, webPage('502 Bad Gateway')), says: [/status 502/, '502 Bad Gateway'], mayExist: true },
  { what: '503 without a body', answer: { status: 503 }, says: [/problem of its own \(status 503\)/], mayExist: true },
  { what: '200 with a login page', answer: html(200, webPage('Sign in')), says: [/not its usual answer \(status 200\)/], mayExist: true },
  { what: '200 with JSON but no token', answer: json(200, { id: 1, name: 'x' }), says: [/not its usual answer/], mayExist: true },
  { what: '204', answer: { status: 204 }, says: [/not its usual answer/], mayExist: true },
];

for (const { what, answer, says = [], at = {}, everyEngine = false, mayExist = false } of REFUSALS) {
  test(`explains ${what}`, everyEngine ? {} : RULES, async ({ page, portal }) => {
    const here = await portal();
    here.server.fail(POSTED, { kind: 'answer', ...answer });
    const create = await CreatePage.open(page, here);
    await create.fill(ORDER);
    await create.create.click();

    await create.errors.expectShown();
    await create.errors.expectSays(...says);
    await expect(create.errors.region.getByText(MAY_EXIST)).toHaveCount(mayExist ? 1 : 0);
    await expect(create.errors.links).toHaveCount(Object.keys(at).length);
    for (const [field, message] of Object.entries(at)) await create.errors.expectFor(create[field as FieldName], message);
    await expect(page.getByText(KEYS.Administrators.slice(0, 4), { exact: false })).toHaveCount(0);
    await expect(create.errors.region.getByRole('img')).toHaveCount(0);
    await create.expectKept(ORDER);
    expect(here.server.requests(POSTED)).toHaveLength(1);

    // Another try is the person's to make, and works, once the account's list has shown that it is safe.
    if (mayExist) await create.lost.expectVerdict('not made');
    else await create.lost.expectGone();
    here.server.fail(POSTED, { kind: 'rewrite', change: (given) => given });
    await create.submit();
    await create.errors.expectGone();
    expect(here.server.requests(POSTED)).toHaveLength(2);
  });
}

test('an empty form is refused with every field at once, and nothing is sent', async ({ page, portal }) => {
  const here = await portal({ config: { policy: { requireDescription: true } } });
  const create = await CreatePage.open(page, here);
  await create.expiration.selectOption({ label: 'Custom' });
  await create.customExpiration.fill('');
  await create.create.click();
  await create.errors.expectShown();

  const fields = [
    [create.apiKey, 'Enter your API key.'],
    [create.account, 'Enter the Account ID, or look it up with your API key.'],
    [create.name, /^Enter a Token name/],
    [create.description, /^Enter a Description/],
    [create.role, 'Choose a Role.'],
    [create.customExpiration, /^Enter the Expiration date and time, for example /],
  ] as const;
  await expect(create.errors.links).toHaveText(fields.map(([, message]) => message));
  for (const [field, message] of fields) {
    await create.errors.expectFor(field, message instanceof RegExp ? new RegExp(message.source.slice(1)) : message);
  }
  // A link moves the focus, and not the address, which names the view.
  expect(new URL(page.url()).hash).toBe('');
  expect(here.server.apiRequests).toEqual([]);

  // What is right stays right: only the rest is complained about.
  await create.name.fill('kept');
  await create.create.click();
  await create.errors.expectShown();
  await expect(create.errors.links).toHaveCount(fields.length - 1);
  await expect(create.name).toHaveValue('kept');
  await expect(create.name).not.toHaveAttribute('aria-invalid');
});

test('an account that is no number is refused before anything is sent', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  for (const account of ['seven', '0', '-3', '73 50']) {
    await create.fill({ ...ORDER, account });
    await create.create.click();
    await create.errors.expectShown();
    await create.errors.expectFor(create.account, 'The Account ID is a number, for example 7350925.');
  }
  expect(here.server.apiRequests).toEqual([]);
});

test('the service itself refuses a role, a key and an account', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  const refused: [Order, FieldName, string | RegExp][] = [
    [{ key: KEYS.Users, role: 'Engineers' }, 'role', "Can't create token with role Engineers"],
    [{ key: '1001_wrong' }, 'apiKey', /does not accept this API key/],
    [{ account: 4711 }, 'account', /Account ID is not known/],
  ];
  for (const [count, [order, field, message]] of refused.entries()) {
    await create.fill(order);
    await create.create.click();
    await create.errors.expectFor(create[field], message);
    await create.expectKept(order);
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

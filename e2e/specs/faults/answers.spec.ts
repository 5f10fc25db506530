import type { Page } from '@playwright/test';
import { CreatePage } from '../../pages/create-page.ts';
import type { Verdict } from '../../pages/lost-region.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { KEYS } from '../../../testing/emulator.ts';
import type { ApiAnswer, Fault } from '../../support/portal-server.ts';
import { Observer, Section } from '../../support/reliability-table.ts';
import { expect, type Portal, RULES, test } from '../../support/test.ts';

interface Answered {
  title: string;
  fault: Fault;
  /** What happens to the account's list, where it is read. */
  list?: Fault;
  /** Words in the summary; none where the token is shown. */
  says?: (string | RegExp)[];
  /** What is found out of the token; none where it is shown. */
  verdict?: Verdict;
  /** The token that is shown, where the answer was not the service's. */
  shows?: string;
}

const POSTED = { method: 'POST', times: 1 } as const;
const LISTED = { method: 'GET', path: /\/tokens$/, times: 1 } as const;
const MAY_EXIST = /A token may have been created all the same/;
const NO_ANSWER = [/No answer came from/, MAY_EXIST];
const UNUSUAL = [/not its usual answer \(status 20\d\)/, MAY_EXIST];
const HTML = { 'content-type': 'text/html' };

/** The service made the token, and says so like this. */
const saying = (change: (answer: Record<string, unknown>) => unknown): Fault => ({
  kind: 'rewrite',
  change: ({ status, body }) => ({ status, body: JSON.stringify(change(JSON.parse(body) as Record<string, unknown>)) }),
});
const withToken = (token: unknown): Fault => saying((answer) => ({ ...answer, token }));
const answering = (answer: ApiAnswer): Fault => ({ kind: 'rewrite', change: () => answer });
const typed = (type: string): Fault => ({
  kind: 'rewrite',
  change: ({ status, body }) => ({ status, body, headers: { 'content-type': type } }),
});

const TOO_LATE = 'no whole answer';

const GROUPS: Record<string, Answered[]> = {
  [TOO_LATE]: [
    { title: 'The connection ends before any answer', fault: { kind: 'refuse' }, says: NO_ANSWER, verdict: 'not made' },
    { title: 'The connection ends in the middle of the answer', fault: { kind: 'cut' }, says: NO_ANSWER, verdict: 'made' },
    {
      title: 'No answer in time, and nothing made',
      fault: { kind: 'silence' },
      says: [/within 2 seconds/, MAY_EXIST],
      verdict: 'not made',
    },
    {
      title: 'No answer in time, and a token made',
      fault: { kind: 'delay', milliseconds: 2_500 },
      says: [/within 2 seconds/, MAY_EXIST],
      verdict: 'made',
    },
    {
      title: 'The answer is lost, and the list is refused',
      fault: { kind: 'cut' },
      list: { kind: 'answer', status: 403 },
      says: NO_ANSWER,
      verdict: 'not known',
    },
    {
      title: 'The answer is lost, and the list is cut',
      fault: { kind: 'cut' },
      list: { kind: 'cut' },
      says: NO_ANSWER,
      verdict: 'not known',
    },
    {
      title: 'The answer is lost, and the list is a login page',
      fault: { kind: 'cut' },
      list: { kind: 'answer', status: 200, body: '<title>Sign in</title>', headers: HTML },
      says: NO_ANSWER,
      verdict: 'not known',
    },
  ],
  'success without a token to show': [
    { title: '200, `{}`', fault: answering({ status: 200, body: '{}' }), says: UNUSUAL, verdict: 'made' },
    { title: '200, no body', fault: answering({ status: 200 }), says: UNUSUAL, verdict: 'made' },
    { title: '204', fault: answering({ status: 204 }), says: UNUSUAL, verdict: 'made' },
    { title: '200, all but the token', fault: saying(({ token: _, ...rest }) => rest), says: UNUSUAL, verdict: 'made' },
    { title: '200, `"token": null`', fault: withToken(null), says: UNUSUAL, verdict: 'made' },
    { title: '200, a number as the token', fault: withToken(17), says: UNUSUAL, verdict: 'made' },
    { title: '200, an empty token', fault: withToken(''), says: UNUSUAL, verdict: 'made' },
    { title: '200, a token with a space', fault: withToken('9_with a space'), says: UNUSUAL, verdict: 'made' },
    { title: '200, a token with a line break', fault: withToken('9_first\nsecond'), says: UNUSUAL, verdict: 'made' },
    { title: '200, a token beyond ASCII', fault: withToken('9_schlüssel'), says: UNUSUAL, verdict: 'made' },
    { title: '200, a list', fault: answering({ status: 200, body: '[]' }), says: UNUSUAL, verdict: 'made' },
    {
      title: '200, JSON that is cut off',
      fault: answering({ status: 200, body: '{"id":9,"token":"9_cut' }),
      says: UNUSUAL,
      verdict: 'made',
    },
    {
      title: '200, a login page',
      fault: answering({ status: 200, body: '<title>Sign in</title>', headers: HTML }),
      says: UNUSUAL,
      verdict: 'made',
    },
    {
      title: '200, 10 MB of a web page',
      fault: answering({ status: 200, body: '<p>text</p>'.repeat(950_000), headers: HTML }),
      says: UNUSUAL,
      verdict: 'made',
    },
    {
      title: '200, 10 MB of nested lists',
      fault: answering({ status: 200, body: '['.repeat(10_000_000) }),
      says: UNUSUAL,
      verdict: 'made',
    },
  ],
  'success that differs from what is usual': [
    { title: 'The answer takes a second', fault: { kind: 'delay', milliseconds: 1_000 } },
    { title: '200, nothing but the token', fault: saying(({ token }) => ({ token })) },
    { title: '201 instead of 200', fault: { kind: 'rewrite', change: (answer) => ({ ...answer, status: 201 }) } },
    { title: '200, a token of odd characters', fault: withToken(`9_<b>&amp;"'$(id)\`\\`), shows: `9_<b>&amp;"'$(id)\`\\` },
    { title: '200, a token of 4,000 characters', fault: withToken(`9_${'x'.repeat(4_000)}`), shows: `9_${'x'.repeat(4_000)}` },
    { title: '200, as `text/plain`', fault: typed('text/plain') },
    { title: '200, as `text/html`', fault: typed('text/html') },
    { title: '200, as `application/octet-stream`', fault: typed('application/octet-stream') },
    { title: '200, 10 MB around the token', fault: saying((answer) => ({ padding: 'x'.repeat(10_000_000), ...answer })) },
    {
      title: '200, another role and end than were asked for',
      fault: saying((answer) => ({ ...answer, exp_date: null, client_user: { role: { id: 1, name: 'Administrators' } } })),
    },
  ],
  'redirects': [301, 302, 307, 308].flatMap((status): Answered[] =>
    [
      ['the same origin', '/gcore/iam/elsewhere'],
      ['another origin', 'https://elsewhere.example/'],
    ].map(([where, location = '']) => ({
      title: `${status} to ${where}`,
      fault: { kind: 'answer', status, headers: { location } },
      says: NO_ANSWER,
      verdict: 'not made',
    })),
  ),
};

const CLOSED = 'Nothing listens where the service should be';
const UNNAMED = 'The service’s host name is not known';
const NO_CORS = 'The service does not allow the page (CORS)';
const OWN_POLICY = 'The host’s own policy forbids the request';

const section = new Section('answers', [
  ...Object.values(GROUPS).flatMap((group) => group.map(({ title }) => title)),
  CLOSED,
  UNNAMED,
  NO_CORS,
  OWN_POLICY,
]);

/** Shown, with its own words, and then left for the form as it was. */
const expectToken = async (page: Page, observer: Observer, title: string, shows?: string): Promise<void> => {
  const result = new ResultPage(page);
  await expect(result.heading).toBeFocused();
  const token = await result.readToken();
  if (shows !== undefined) expect(token).toBe(shows);
  observer.about(token);
  expect(observer.requests()).toEqual({ POST: 1 });
  section.note(title, await observer.end());
  await (await result.finish()).createAnotherLikeThis.click();
};

/** What the service really answered holds a token, which must not be left anywhere, shown or not. */
const noted = (answer: Required<ApiAnswer>, observer: Observer): Required<ApiAnswer> => {
  observer.about((JSON.parse(answer.body) as { token: string }).token);
  return answer;
};

const run = async (page: Page, here: Portal, observer: Observer, create: CreatePage, answered: Answered): Promise<void> => {
  const { title, fault, list, says = [], verdict, shows } = answered;
  observer.start();
  here.server.fail(
    POSTED,
    fault.kind === 'rewrite' ? { kind: 'rewrite', change: (answer) => fault.change(noted(answer, observer)) } : fault,
  );
  if (list) here.server.fail(LISTED, list);
  await create.create.click();
  if (verdict === undefined) return expectToken(page, observer, title, shows);

  await create.errors.expectShown();
  await create.errors.expectSays(...says);
  await create.lost.expectVerdict(verdict);
  expect(observer.requests()).toEqual({ POST: 1, GET: 1 });
  section.note(title, await observer.end());
  // A press leads to the question while it is open, and sends nothing.
  if (verdict !== 'not made') {
    await create.create.click();
    await expect(create.lost.region).toBeFocused();
    expect(observer.requests()).toEqual({ POST: 1, GET: 1 });
    await (verdict === 'made' ? create.lost.keepAndGoOn : create.lost.goOnWithoutKnowing).click();
  }
};

for (const [what, cases] of Object.entries(GROUPS)) {
  test(`answered with ${what}`, RULES, async ({ page, portal, expected }) => {
    // One test of many cases.
    test.setTimeout(90_000);
    // Chromium's own words for a redirect that is not followed.
    expected.consoleError(/^Failed to load resource: net::ERR_FAILED$/);
    // Patience where an answer comes, however busy the machine is.
    const here = await portal({ config: { timeoutSeconds: what === TOO_LATE ? 2 : 30 } });
    const observer = new Observer(page, here.server, KEYS.Administrators);
    const create = await CreatePage.open(page, here);
    for (const [at, answered] of cases.entries()) {
      await test.step(answered.title, async () => {
        const order = { name: `ci-${at + 1}` };
        await create.fill(order);
        await run(page, here, observer, create, answered);
        await create.expectKept(order);
      });
    }
  });
}

/** No request gets through, so that nobody can tell what became of it. */
const expectNoWay = async (page: Page, here: Portal, title: string, way: { says: (string | RegExp)[] }): Promise<void> => {
  const observer = new Observer(page, here.server, KEYS.Administrators);
  const create = await CreatePage.open(page, here);
  await create.fill();
  observer.start();
  await create.create.click();
  await create.errors.expectShown();
  await create.errors.expectSays(...way.says);
  await create.lost.expectVerdict('not known');
  await create.expectKept();
  section.note(title, await observer.end());
  expect(observer.requests()).toEqual({});
};

const direct = { config: ({ emulatorOrigin }: { emulatorOrigin: string }) => ({ apiBase: emulatorOrigin }) };

test('a closed port', RULES, async ({ page, portal }) => {
  const here = await portal({ ...direct, crossOrigin: true });
  await here.emulator.stop();
  await expectNoWay(page, here, CLOSED, { says: NO_ANSWER });
});

test('a host name that is not known', RULES, async ({ page, portal }) => {
  await page.route('**/gcore/**', (route) => route.abort('namenotresolved'));
  await expectNoWay(page, await portal(), UNNAMED, { says: NO_ANSWER });
});

test('a service that does not allow the page', RULES, async ({ page, portal, expected }) => {
  expected.consoleError(/blocked by CORS policy/);
  await expectNoWay(page, await portal({ ...direct, crossOrigin: true }), NO_CORS, { says: NO_ANSWER });
});

test('a policy of the host that forbids the request', RULES, async ({ page, portal, expected }) => {
  expected.consoleError(/Content Security Policy/);
  const here = await portal(direct);
  expected.origin(here.emulator.origin);
  await expectNoWay(page, here, OWN_POLICY, { says: [/A Content-Security-Policy blocks requests to/] });
  await expect.poll(() => here.server.violations.length).toBeGreaterThan(0);
  // The only violations that are part of a test.
  await page.close();
  expect(here.server.violations.every((violation) => violation.includes('connect-src'))).toBe(true);
  here.server.violations.length = 0;
});

test('the table lists these answers and no others', RULES, () => section.expectListed());

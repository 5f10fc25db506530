import type { Page } from '@playwright/test';
import { KEYS } from '../../../testing/emulator.ts';
import { CreatePage, PLAIN_NAME } from '../../pages/create-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { type Finding, MAY_EXIST, UNCONFIRMED } from '../../pages/unconfirmed-region.ts';
import { hold } from '../../support/hold.ts';
import type { ApiAnswer, Fault } from '../../support/portal-server.ts';
import { LISTED, POSTED } from '../../support/requests.ts';
import { CHROMIUM_ONLY, expect, type Portal, RULES, test } from '../../support/test.ts';
import { listRead } from '../../support/list-read.ts';
import { filled, Observer } from './observer.ts';
import { Section } from './table.ts';

/** No whole answer comes to the page. */
interface Lost {
  title: string;
  fault: Fault;
  timeoutSeconds?: number;
  /** What happens to the account's list. */
  list?: Fault;
  /** Words in the summary. */
  says: (string | RegExp)[];
  finding: Finding;
  /** Whether the service has created the token. */
  created: boolean;
  /** Whether Firefox is asked as well. */
  everyEngine?: boolean;
}

/** An answer comes, and is odd. */
interface Answered {
  title: string;
  fault: Fault;
  /** Words in the summary; none where the token is shown. */
  says?: (string | RegExp)[];
  /** What is found out of the token; none where it is shown. */
  finding?: Finding;
  /** The token that is shown, where the answer was not the service's. */
  shows?: string;
}

const ONCE = { ...POSTED, times: 1 };
const NO_ANSWER = [/No answer came from/, MAY_EXIST];
const UNUSUAL = [/sent an unexpected answer \(status 20\d\)/, MAY_EXIST];
const LOGIN = [/A login page seems to have answered instead of the service.*signed out of this portal/, MAY_EXIST];
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

const LOGIN_PAGE: Fault = { kind: 'answer', status: 200, body: '<title>Sign in</title>', headers: HTML };
const IN_TIME = 30;
const PATIENCE = 2;
const TOO_LATE = [`No answer came within ${PATIENCE} seconds`, MAY_EXIST];

const LOST: Lost[] = [
  {
    title: 'The connection ends before any answer',
    fault: { kind: 'refuse' },
    says: [...NO_ANSWER, '/gcore on this site', 'this site passes /gcore on to the service'],
    finding: 'nothing',
    created: false,
    everyEngine: true,
  },
  {
    title: 'The connection ends in the middle of the answer',
    fault: { kind: 'cut' },
    says: [...NO_ANSWER, '/gcore on this site'],
    finding: 'found',
    created: true,
    everyEngine: true,
  },
  {
    title: 'No answer in time, and nothing made',
    fault: { kind: 'silence' },
    timeoutSeconds: PATIENCE,
    says: TOO_LATE,
    finding: 'nothing',
    created: false,
    everyEngine: true,
  },
  {
    title: 'No answer in time, and a token made',
    fault: { kind: 'delay', milliseconds: PATIENCE * 1_000 + 500 },
    timeoutSeconds: PATIENCE,
    says: TOO_LATE,
    finding: 'found',
    created: true,
  },
  {
    title: 'The answer is lost, and the list is refused',
    fault: { kind: 'cut' },
    list: { kind: 'answer', status: 403 },
    says: NO_ANSWER,
    finding: 'unreadable',
    created: true,
  },
  {
    title: 'The answer is lost, and the list is cut',
    fault: { kind: 'cut' },
    list: { kind: 'cut' },
    says: NO_ANSWER,
    finding: 'unreadable',
    created: true,
  },
  {
    title: 'The answer is lost, and the list is a login page',
    fault: { kind: 'cut' },
    list: LOGIN_PAGE,
    says: NO_ANSWER,
    finding: 'unreadable',
    created: true,
  },
];

const GROUPS: Record<string, Answered[]> = {
  'success without a token to show': [
    { title: '200, `{}`', fault: answering({ status: 200, body: '{}' }), says: UNUSUAL, finding: 'found' },
    { title: '200, no body', fault: answering({ status: 200 }), says: UNUSUAL, finding: 'found' },
    { title: '204', fault: answering({ status: 204 }), says: UNUSUAL, finding: 'found' },
    { title: '200, all but the token', fault: saying(({ token: _, ...rest }) => rest), says: UNUSUAL, finding: 'found' },
    { title: '200, `"token": null`', fault: withToken(null), says: UNUSUAL, finding: 'found' },
    { title: '200, a number as the token', fault: withToken(17), says: UNUSUAL, finding: 'found' },
    { title: '200, an empty token', fault: withToken(''), says: UNUSUAL, finding: 'found' },
    { title: '200, a token with a space', fault: withToken('9_with a space'), says: UNUSUAL, finding: 'found' },
    { title: '200, a token with a line break', fault: withToken('9_first\nsecond'), says: UNUSUAL, finding: 'found' },
    { title: '200, a token beyond ASCII', fault: withToken('9_schlüssel'), says: UNUSUAL, finding: 'found' },
    { title: '200, a list', fault: answering({ status: 200, body: '[]' }), says: UNUSUAL, finding: 'found' },
    {
      title: '200, JSON that is cut off',
      fault: answering({ status: 200, body: '{"id":9,"token":"9_cut' }),
      says: UNUSUAL,
      finding: 'found',
    },
    {
      title: '200, a login page',
      fault: { kind: 'rewrite', change: () => LOGIN_PAGE },
      says: LOGIN,
      finding: 'found',
    },
    {
      title: '200, 10 MB of a web page',
      fault: answering({ status: 200, body: '<p>text</p>'.repeat(950_000), headers: HTML }),
      says: LOGIN,
      finding: 'found',
    },
    {
      title: '200, 10 MB of nested lists',
      fault: answering({ status: 200, body: '['.repeat(10_000_000) }),
      says: UNUSUAL,
      finding: 'found',
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
      says: LOGIN,
      finding: 'nothing',
    })),
  ),
};

const CLOSED = 'Nothing listens where the service should be';
const UNNAMED = 'The service’s host name is not known';
const NO_CORS = 'The service does not allow the page (CORS)';
const OWN_POLICY = 'The host’s own policy forbids the request';

const section = new Section('answers', [
  ...LOST.map(({ title }) => title),
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

/** A press leads to the question while it is open, and sends nothing; and each finding has its way on. */
const expectHeldBack = async (create: CreatePage, observer: Observer, finding: Finding): Promise<void> => {
  const { region, keepAndGoOn, goOnWithoutKnowing } = create.unconfirmed;
  await create.create.click();
  await expect(region).toBeFocused();
  expect(observer.requests()).toEqual({ POST: 1, GET: 1 });
  await (finding === 'found' ? keepAndGoOn : goOnWithoutKnowing).click();
};

for (const { title, fault, timeoutSeconds = IN_TIME, list, says, finding, created, everyEngine = false } of LOST) {
  test(`says that a token may exist, and looks for it: ${title}`, everyEngine ? {} : RULES, async ({ page, portal }) => {
    const here = await portal({ config: { timeoutSeconds } });
    const fields = { name: 'perhaps' };
    const { create, observer } = await filled(page, here, fields);
    here.server.fail(ONCE, fault);
    if (list) here.server.fail({ ...LISTED, times: 1 }, list);
    const held = await hold(page, LISTED);
    await create.create.click();
    await create.errors.expectShown();
    await expect(create.announcement).toHaveText(UNCONFIRMED);
    await create.errors.expectSays(...says);
    held.release();
    await create.unconfirmed.expectFinding(finding);
    expect(observer.requests()).toEqual({ POST: 1, GET: 1 });
    expect((await here.emulator.tokens()).some(({ name }) => name === fields.name)).toBe(created);
    section.note(title, await observer.end());
    await create.expectKept(fields);
    if (finding !== 'nothing') await expectHeldBack(create, observer, finding);
    await create.expectKept(fields);
  });
}

const run = async (page: Page, here: Portal, observer: Observer, create: CreatePage, answered: Answered): Promise<void> => {
  const { title, fault, says = [], finding, shows } = answered;
  // What the page looks up by itself comes before.
  await create.lookUpAccount();
  await listRead(page, here.server);
  observer.start();
  here.server.fail(
    ONCE,
    fault.kind === 'rewrite' ? { kind: 'rewrite', change: (answer) => fault.change(noted(answer, observer)) } : fault,
  );
  await create.create.click();
  if (finding === undefined) return expectToken(page, observer, title, shows);

  await create.errors.expectShown();
  await create.errors.expectSays(...says);
  await create.unconfirmed.expectFinding(finding);
  expect(observer.requests()).toEqual({ POST: 1, GET: 1 });
  section.note(title, await observer.end());
  if (finding !== 'nothing') await expectHeldBack(create, observer, finding);
};

for (const [what, cases] of Object.entries(GROUPS)) {
  test(`answered with ${what}`, RULES, async ({ page, portal, expected }) => {
    // One test of many cases.
    test.setTimeout(90_000);
    // Chromium names a request that a redirect would lead to, and sends none; requests.spec.ts has somebody listen there.
    expected.origin('https://elsewhere.example');
    // Patience where an answer comes, however busy the machine is.
    const here = await portal({ config: { timeoutSeconds: IN_TIME } });
    const observer = new Observer(page, here.server, KEYS.Administrators);
    const create = await CreatePage.open(page, here);
    for (const [at, answered] of cases.entries()) {
      await test.step(answered.title, async () => {
        const fields = { name: `ci-${at + 1}` };
        await create.fill(fields);
        await run(page, here, observer, create, answered);
        await create.expectKept(fields);
      });
    }
  });
}

/** No request gets through, so that nobody can tell what became of it. */
const expectNoWay = async (page: Page, here: Portal, title: string, says: (string | RegExp)[]): Promise<void> => {
  const observer = new Observer(page, here.server, KEYS.Administrators);
  const create = await CreatePage.open(page, here);
  await create.fill();
  observer.start();
  await create.create.click();
  await create.errors.expectShown();
  await create.errors.expectSays(...says);
  await create.unconfirmed.expectFinding('unreadable');
  await create.expectKept();
  section.note(title, await observer.end());
  expect(observer.requests()).toEqual({});
};

const direct = { config: ({ emulatorOrigin }: { emulatorOrigin: string }) => ({ apiBase: emulatorOrigin }) };

test('a closed port leaves the question open', RULES, async ({ page, portal }) => {
  const here = await portal({ ...direct, crossOrigin: true });
  await here.emulator.stop();
  await expectNoWay(page, here, CLOSED, NO_ANSWER);
});

test('a host name that is not known leaves the question open', RULES, async ({ page, portal }) => {
  await page.route('**/gcore/**', (route) => route.abort('namenotresolved'));
  await expectNoWay(page, await portal(), UNNAMED, NO_ANSWER);
});

// Firefox logs a refused request to another origin as an uncaught error, which fails any test.
test(
  'a network without a service and a service that does not allow the page look alike',
  CHROMIUM_ONLY,
  async ({ page, portal, expected }) => {
    expected.consoleError(/blocked by CORS policy/);
    const here = await portal({ ...direct, crossOrigin: true });
    const create = await CreatePage.open(page, here);
    await create.fill();
    await create.lookUp.click();
    await create.errors.expectShown();
    await create.errors.expectSays(`No answer came from ${here.emulator.origin}`, /a browser can’t tell the two apart/);
    await create.errors.expectSays('You can still enter the Account ID yourself.');
    await expectNoWay(page, here, NO_CORS, [`No answer came from ${here.emulator.origin}`, MAY_EXIST]);
    expect(await here.emulator.named(PLAIN_NAME)).toEqual({ working: 0, deleted: 0 });
  },
);

test('a policy of the host that forbids the request', RULES, async ({ page, portal, expected }) => {
  expected.consoleError(/Content Security Policy/);
  const here = await portal(direct);
  expected.origin(here.emulator.origin);
  await expectNoWay(page, here, OWN_POLICY, [/A Content-Security-Policy blocks requests to/]);
  await expect.poll(() => here.server.violations.length).toBeGreaterThan(0);
  // The only violations that are part of a test.
  await page.close();
  expect(here.server.violations.every((violation) => violation.includes('connect-src'))).toBe(true);
  here.server.violations.length = 0;
});

test('the table lists these answers and no others', RULES, () => section.expectListed());

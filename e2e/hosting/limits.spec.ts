import { DIST } from '../../testing/dist.ts';
import { ask, type RawAnswer } from '../support/http2.ts';
import { WebHost } from '../support/web-host.ts';
import { askPlainly } from './plainly.ts';
import { expect, NGINX_ONLY, test } from './test.ts';

const PATH = '/gcore/iam/clients/me';
const AS_SHIPPED = { limit: (line: string) => line };
const BEHIND = {
  ...AS_SHIPPED,
  'load balancer': (line: string) => line.replace('# set', 'set').replace('192.0.2.10', '127.0.0.1'),
};

// All of this is about nginx: Caddy has no limits without a plugin; docs/operating.md says what to do.

/** 300 requests, ten at once, each from somebody else, as its header says. */
const askOften = async (host: WebHost): Promise<RawAnswer[]> => {
  const answers: RawAnswer[] = [];
  while (answers.length < 300) {
    const said = Array.from({ length: 10 }, (_, index) => `192.0.2.${answers.length + index}`);
    const asked = said.map((from) => ask(host.origin, PATH, { headers: { 'x-forwarded-for': from, 'x-real-ip': from } }));
    answers.push(...(await Promise.all(asked)));
  }
  return answers;
};

test('one client asks the service only so often, whoever it says it is', NGINX_ONLY, async ({ hosted: { service }, webHost }) => {
  const host = await WebHost.start(webHost, DIST, service, AS_SHIPPED);
  try {
    const answers = await askOften(host);
    expect(answers.slice(0, 100).map(({ status }) => status)).toEqual(Array(100).fill(401));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(service.requests).toHaveLength(answers.length - refused.length);
    expect(refused[0]?.headers).toMatchObject({ 'retry-after': '1', 'cache-control': 'no-store' });
    expect(refused[0]?.headers['content-type']).toMatch(/^text\/plain/);
    // The page itself has no limit, and neither has who waits.
    expect((await ask(host.origin, '/')).status).toBe(200);
    await expect.poll(async () => (await ask(host.origin, PATH)).status).toBe(401);
  } finally {
    await host.stop();
  }
});

test('a limit of the service says when to come back in its own words', NGINX_ONLY, async ({ hosted: { host, service } }) => {
  service.oddAnswer = { status: 429, headers: { 'retry-after': '17' }, body: '' };
  expect((await ask(host.origin, PATH)).headers['retry-after']).toBe('17');
  service.oddAnswer = { status: 429, headers: {}, body: '' };
  expect((await ask(host.origin, PATH)).headers['retry-after']).toBeUndefined();
});

test('a load balancer that is named may say who asks', NGINX_ONLY, async ({ hosted: { service }, webHost }) => {
  const host = await WebHost.start(webHost, DIST, service, BEHIND);
  try {
    const answers = await askOften(host);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  } finally {
    await host.stop();
  }
});

test('a second page on the same nginx stands beside the first', NGINX_ONLY, async ({ hosted: { host } }) => {
  const { status } = await ask(host.origin, '/', { headers: { ':authority': 'second.example' } });
  expect(status).toBe(200);
  // By its name it is told from the first.
  expect((await askPlainly(host.plainOrigin, '/', { host: 'second.example' })).headers.location).toBe('https://second.example/');
});

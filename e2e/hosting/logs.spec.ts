import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { DIST } from '../../testing/dist.ts';
import { ACCOUNT, KEYS } from '../../testing/emulator.ts';
import { makeCertificate } from '../support/certificate.ts';
import { ask, type RawRequest } from '../support/http2.ts';
import { refusedAddress } from '../support/recording-service.ts';
import { type Upstream, WebHost, type WebHostName } from '../support/web-host.ts';
import { expect, test } from './test.ts';

const TOKENS = `/gcore/iam/v2/clients/${ACCOUNT}/tokens`;
const BODY = JSON.stringify({ name: 'logged', exp_date: null, client_user: { role: { id: 5, name: 'Engineers' } } });

/** What belongs in no log, and where it was sent. */
const UNWANTED = {
  key: '1001_only-for-the-logs',
  cookie: 'only-in-a-cookie',
  header: 'only-in-a-header',
  query: 'only-in-the-query',
  referrer: 'only-in-the-referrer',
  body: 'only-in-the-body',
};

/** Asks with something unwanted wherever a request can hold it. */
const askOddly = (host: WebHost, path: string, { headers, ...request }: RawRequest = {}) =>
  ask(host.origin, `${path}?name=${UNWANTED.query}`, {
    headers: {
      authorization: `APIKey ${UNWANTED.key}`,
      cookie: `session=${UNWANTED.cookie}`,
      referer: `${host.origin}/?${UNWANTED.referrer}`,
      'x-anything': UNWANTED.header,
      ...headers,
    },
    ...request,
  });

/** Waits for the last of the requests to be logged, and looks for what is unwanted in everything that was. */
const expectDiscreet = async (host: WebHost, further: string[] = []): Promise<void> => {
  await ask(host.origin, '/the-last-one');
  await expect.poll(() => host.readLogs()).toContain('/the-last-one');
  const logs = host.readLogs();
  for (const text of [...Object.values(UNWANTED), ...further]) expect(logs).not.toContain(text);
};

test('no log knows a key, a token, a header or a query', async ({ hosted: { host, service } }) => {
  const authorization = `APIKey ${KEYS.Administrators}`;
  const post = { method: 'POST', headers: { 'content-type': 'application/json' } };
  const statuses = {
    'an answer': (await askOddly(host, '/gcore/iam/clients/me', { headers: { authorization } })).status,
    'a refusal': (await askOddly(host, TOKENS)).status,
    'no such path': (await askOddly(host, '/gcore/elsewhere')).status,
    'no such method': (await askOddly(host, TOKENS, { ...post, method: 'PUT', body: UNWANTED.body })).status,
    'too much': (await askOddly(host, TOKENS, { ...post, body: UNWANTED.body.repeat(2_000) })).status,
    'the page': (await askOddly(host, '/')).status,
    'no such file': (await askOddly(host, '/nothing.js')).status,
    'no such folder': (await askOddly(host, '/nothing/')).status,
  };
  expect(Object.values(statuses)).toEqual([200, 401, 404, 405, 413, 200, 404, 404]);
  const made = await askOddly(host, TOKENS, { method: 'POST', headers: { ...post.headers, authorization }, body: BODY });
  const { token } = JSON.parse(made.body.toString()) as { token: string };
  expect(token).toMatch(/^\d+_\w+$/);
  service.cutMethod = 'POST';
  expect((await askOddly(host, TOKENS, { ...post, body: UNWANTED.body })).status).toBe(502);

  await expectDiscreet(host, [KEYS.Administrators, token]);
  expect(host.readLogs()).toContain(TOKENS);
});

const FAILING: Record<string, (service: Upstream, directory: string) => Promise<Upstream>> = {
  'is down': async ({ certificate }) => ({ certificate, address: await refusedAddress() }),
  'is somebody else': async ({ address }, directory) => ({ ...(await makeCertificate(directory, 'other.example')), address }),
};

for (const [what, upstream] of Object.entries(FAILING)) {
  test(`the log of a service that ${what} says so, and no more`, async ({ hosted, webHost }, testInfo) => {
    const host = await WebHost.start(webHost, DIST, await upstream(hosted.service, testInfo.outputDir));
    try {
      expect((await askOddly(host, TOKENS)).status).toBe(502);
      await expectDiscreet(host);
      expect(host.readLogs()).toMatch(/502/);
      expect(host.readLogs()).toContain(TOKENS);
    } finally {
      await host.stop();
    }
  });
}

test('a request for a host of another name is logged no more than others', async ({ hosted: { host } }) => {
  await askOddly(host, '/somewhere', { headers: { ':authority': 'other.example' } });
  await expectDiscreet(host);
});

/** The commands of docs/operating.md that count answers, told where this host's log is. */
const COUNTS: Record<WebHostName, (logs: string) => string> = {
  nginx: (logs) => documented(/^awk .*\n.*uniq -c$/m).replace('/var/log/nginx/', `${logs}/`),
  caddy: (logs) => documented(/^journalctl .*\n.*uniq -c$/m).replace(/^journalctl .*?(?= \|)/, `cat ${logs}/*`),
  container: (logs) => COUNTS.caddy(logs),
};

const documented = (command: RegExp): string => {
  const text = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');
  return text.match(command)?.[0] ?? 'false';
};

test('answers are counted as docs/operating.md says', async ({ hosted: { service }, webHost }) => {
  const host = await WebHost.start(webHost, DIST, service);
  try {
    for (const path of ['/gcore/iam/clients/me', TOKENS, TOKENS, '/gcore/elsewhere', '/']) await ask(host.origin, path);
    service.cutMethod = 'DELETE';
    await ask(host.origin, TOKENS, { method: 'DELETE' });
    const counted = (): string[] => {
      const said = execFileSync('sh', ['-c', COUNTS[webHost](host.logs)], { encoding: 'utf8' });
      return said.trim().split('\n').map((line) => line.replace(/^ *(\d+) .*?(\d+)$/, '$2: $1'));
    };
    await expect.poll(counted).toEqual(['401: 3', '404: 1', '502: 1']);
  } finally {
    await host.stop();
  }
});

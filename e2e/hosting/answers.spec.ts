import { connect, type IncomingHttpHeaders } from 'node:http2';
import { fileURLToPath } from 'node:url';
import { chromiumFlags, findChromium } from '../../testing/chromium.ts';
import { DIST } from '../../testing/dist.ts';
import { ACCOUNT, KEYS } from '../../testing/emulator.ts';
import { ask } from '../support/http2.ts';
import { WebHost } from '../support/web-host.ts';
import { CADDY_ONLY, expect, NGINX_ONLY, test } from './test.ts';

// A service worker is fetched past the test's own leave to accept the host's certificate.
test.use({ launchOptions: { executablePath: findChromium(), args: [...chromiumFlags(), '--ignore-certificate-errors'] } });

const PATH = '/gcore/iam/clients/me';
const SENT = { authorization: `APIKey ${KEYS.Administrators}` };
const JSON_TYPE = 'application/json';
const PLAIN_TYPE = 'text/plain; charset=utf-8';

/** What a browser does as a header tells it to, and more that a service could say about itself as a website. */
const CHATTER: Record<string, string | string[]> = {
  'accept-ch': 'Sec-CH-UA-Model',
  'accept-ranges': 'bytes',
  'access-control-allow-credentials': 'true',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': '*',
  'access-control-allow-origin': '*',
  'access-control-allow-private-network': 'true',
  'access-control-expose-headers': '*',
  'access-control-max-age': '600',
  'activate-storage-access': 'load',
  age: '5',
  'alt-svc': 'h3=":443"',
  'attribution-reporting-register-source': '{}',
  'cache-control': 'public, max-age=600',
  'cdn-cache-control': 'max-age=600',
  'clear-site-data': '"*"',
  'content-disposition': 'attachment; filename="page.html"',
  'content-language': 'en',
  'content-location': '/elsewhere',
  'content-security-policy': "default-src 'unsafe-inline'",
  'content-security-policy-report-only': "default-src 'none'; report-uri /report",
  'critical-ch': 'Sec-CH-UA-Model',
  'cross-origin-embedder-policy': 'unsafe-none',
  'cross-origin-embedder-policy-report-only': 'require-corp',
  'cross-origin-opener-policy': 'unsafe-none',
  'cross-origin-opener-policy-report-only': 'same-origin',
  'cross-origin-resource-policy': 'cross-origin',
  'document-policy': 'js-profiling',
  etag: '"service"',
  expires: 'Thu, 01 Jan 2099 00:00:00 GMT',
  'feature-policy': 'camera *',
  'integrity-policy': 'blocked-destinations=(script)',
  'last-modified': 'Thu, 01 Jan 2015 00:00:00 GMT',
  link: '</script.js>; rel=preload; as=script',
  location: 'https://elsewhere.example/',
  nel: '{"report_to":"service","max_age":600}',
  'no-vary-search': 'params',
  'observe-browsing-topics': '?1',
  'origin-agent-cluster': '?0',
  'origin-trial': 'token',
  'permissions-policy': 'camera=*',
  'permissions-policy-report-only': 'camera=()',
  pragma: 'cache',
  'proxy-authenticate': 'Basic realm="service"',
  'referrer-policy': 'unsafe-url',
  refresh: '0; url=https://elsewhere.example/',
  'report-to': '{"group":"service","max_age":600,"endpoints":[{"url":"https://elsewhere.example/"}]}',
  'reporting-endpoints': 'default="https://elsewhere.example/"',
  server: 'service/1.2.3',
  'server-timing': 'db;dur=5',
  'service-worker-allowed': '/',
  'set-cookie': ['session=1; Path=/', 'tracking=2; Path=/'],
  'set-login': 'logged-in',
  sourcemap: '/elsewhere.map',
  'speculation-rules': '"/rules.json"',
  'strict-transport-security': 'max-age=1',
  'supports-loading-mode': 'credentialed-prerender',
  'timing-allow-origin': '*',
  'use-as-dictionary': 'match="/*"',
  vary: 'Cookie',
  via: '1.1 service',
  warning: '199 - "service"',
  'www-authenticate': 'Basic realm="service"',
  'x-accel-buffering': 'yes',
  'x-accel-charset': 'utf-7',
  'x-accel-expires': '600',
  'x-accel-limit-rate': '1',
  'x-accel-redirect': '/index.html',
  'x-content-type-options': 'sniff',
  'x-dns-prefetch-control': 'on',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'all',
  'x-powered-by': 'service',
  'x-request-id': '1234',
  'x-sourcemap': '/elsewhere.map',
  'x-ua-compatible': 'IE=7',
  'x-xss-protection': '0',
};

test('Retry-After passes, and what the service says about itself does not', async ({ hosted: { host, service } }) => {
  const quiet = await ask(host.origin, PATH, { headers: SENT });
  service.extraHeaders = { ...CHATTER, 'retry-after': '7', 'x-unheard-of': '1' };
  const { status, headers, body } = await ask(host.origin, PATH, { headers: SENT });
  expect(status).toBe(200);
  expect(JSON.parse(body.toString())).toHaveProperty('id', ACCOUNT);
  expect(headers).toMatchObject({ 'content-type': JSON_TYPE, 'retry-after': '7', 'cache-control': 'no-store' });
  expect(Object.keys(headers).sort()).toEqual([...Object.keys(quiet.headers), 'retry-after'].sort());
  for (const [name, value] of Object.entries(CHATTER)) expect([headers[name]].flat(), name).not.toContain([value].flat()[0]);
});

test('nginx without the module for it holds back the same', NGINX_ONLY, async ({ hosted: { service }, webHost }) => {
  const hidden = fileURLToPath(new URL('../../deploy/nginx-hide-headers.conf', import.meta.url));
  const host = await WebHost.start(webHost, DIST, service, { 'allow list': `include ${hidden};` });
  try {
    const quiet = await ask(host.origin, PATH);
    service.extraHeaders = { ...CHATTER, 'retry-after': '7' };
    const { headers } = await ask(host.origin, PATH);
    expect(Object.keys(headers).sort()).toEqual([...Object.keys(quiet.headers), 'retry-after'].sort());
    for (const [name, value] of Object.entries(CHATTER)) expect([headers[name]].flat(), name).not.toContain([value].flat()[0]);
  } finally {
    await host.stop();
  }
});

/** What a type of the service's becomes. */
const TYPES: Record<string, string> = {
  'application/json': JSON_TYPE,
  'application/json; charset=utf-8': JSON_TYPE,
  'APPLICATION/JSON;charset="utf-8"': JSON_TYPE,
  'application/problem+json': JSON_TYPE,
  'text/html': PLAIN_TYPE,
  'text/html; charset=utf-7': PLAIN_TYPE,
  'text/html, application/json': PLAIN_TYPE,
  'application/json, text/html': PLAIN_TYPE,
  'application/jsonp': PLAIN_TYPE,
  'text/javascript': PLAIN_TYPE,
  'application/javascript': PLAIN_TYPE,
  'application/xhtml+xml': PLAIN_TYPE,
  'image/svg+xml': PLAIN_TYPE,
  'application/wasm': PLAIN_TYPE,
  'text/css': PLAIN_TYPE,
  'application/octet-stream': PLAIN_TYPE,
  'multipart/x-mixed-replace; boundary=x': PLAIN_TYPE,
  nonsense: PLAIN_TYPE,
};

for (const status of [200, 403, 502]) {
  test(`what comes with a ${status} is data or plain text, and keeps status and words`, async ({ hosted: { host, service } }) => {
    for (const [sent, received] of Object.entries(TYPES)) {
      service.oddAnswer = { status, headers: { 'content-type': sent }, body: '<p>The service says no.' };
      const answer = await ask(host.origin, PATH, { headers: SENT });
      expect([answer.status, answer.body.toString()], sent).toEqual([status, '<p>The service says no.']);
      expect(answer.headers['content-type'], sent).toBe(received);
    }
    service.oddAnswer = { status, headers: {}, body: '<p>No type at all.' };
    const answer = await ask(host.origin, PATH, { headers: SENT });
    expect([answer.status, answer.body.toString()]).toEqual([status, '<p>No type at all.']);
    expect(answer.headers['content-type']).toBe(PLAIN_TYPE);
  });
}

test('an answer without a body has no type', async ({ hosted: { host, service } }) => {
  service.oddAnswer = { status: 204, headers: {}, body: '' };
  const { status, headers, body } = await ask(host.origin, PATH, { method: 'DELETE', headers: SENT });
  expect([status, headers['content-type'], body.length]).toEqual([204, undefined, 0]);
});

for (const status of [301, 302, 307, 308]) {
  test(`a ${status} of the service leads nowhere`, async ({ hosted: { host, service } }) => {
    service.oddAnswer = { status, headers: { location: '/iam/elsewhere' }, body: '' };
    const answer = await ask(host.origin, PATH, { headers: SENT });
    expect([answer.status, answer.headers.location]).toEqual([status, undefined]);
    expect(service.requests).toHaveLength(1);
  });
}

/** The heads of all answers to one request, and of what comes after the body. */
const headsOf = async (origin: string, path: string): Promise<IncomingHttpHeaders[]> => {
  const session = connect(origin, { rejectUnauthorized: false });
  try {
    return await new Promise((resolve, reject) => {
      const heads: IncomingHttpHeaders[] = [];
      const stream = session.once('error', reject).request({ ':path': path });
      stream.on('headers', (head) => heads.push({ ...head }));
      stream.once('response', (head) => heads.push({ ...head }));
      stream.once('trailers', (head) => heads.push({ ...head }));
      stream.once('error', reject).once('end', () => resolve(heads)).resume();
    });
  } finally {
    session.destroy();
  }
};

for (const [name, ...before] of [
  ['103', 'HTTP/1.1 103 Early Hints\r\nSet-Cookie: early=1\r\nLink: </script.js>; rel=preload; as=script'],
  ['102', 'HTTP/1.1 102 Processing\r\nSet-Cookie: early=1'],
  ['100', 'HTTP/1.1 100 Continue\r\nSet-Cookie: early=1'],
  ['103 twice', 'HTTP/1.1 103 Early Hints\r\nX-Early: 1', 'HTTP/1.1 103 Early Hints\r\nSet-Cookie: early=1'],
] as const) {
  // nginx can from 1.29.0 on, and with 103 alone; docs/operating.md says so.
  test(`what comes before the answer (${name}) stays with the host`, CADDY_ONLY, async ({ hosted: { host, service } }) => {
    const quiet = await ask(host.origin, PATH, { headers: SENT });
    const answer = { status: 200, headers: { 'content-type': JSON_TYPE, 'content-length': '8' }, body: '{"id":1}' };
    service.oddAnswer = { ...answer, before: [...before] };
    const heads = await headsOf(host.origin, PATH);
    const last = heads.pop() ?? {};
    const { 'permissions-policy': _, server, 'alt-svc': offer, ...said } = quiet.headers;
    expect(last).toMatchObject({ ...said, date: last['date'], 'content-length': '8' });
    expect(Object.keys(said)).toEqual(expect.arrayContaining(Object.keys(last)));
    for (const head of heads) expect(Object.keys(head)).toEqual([':status']);
  });
}

test('what comes after the body stays with the host', async ({ hosted: { host, service } }) => {
  const trailers = { 'set-cookie': 'late=1', 'server-timing': 'db;dur=5' };
  service.oddAnswer = { status: 200, headers: { 'content-type': JSON_TYPE }, body: '{"id":1}', trailers };
  const [head, ...others] = await headsOf(host.origin, PATH);
  expect([head?.[':status'], head?.['trailer'], others]).toEqual([200, undefined, []]);
});

test('a page of the service is not shown as one, and runs nothing', async ({ page, expected, hosted: { host, service } }) => {
  // What the test itself asks of the page counts as a script.
  expected.consoleError(/Blocked script execution/);
  const body = '<title>Ran</title><script src="/gcore/iam/script"></script><script>document.title = "ran"</script>';
  service.oddAnswer = { status: 200, headers: { 'content-type': 'text/html', 'service-worker-allowed': '/' }, body };
  const answer = await page.goto(`${host.origin}/gcore/iam/page`);
  expect(answer?.status()).toBe(200);
  // As text, where a script would be words.
  await expect(page.locator('body')).toHaveText(body);
  await expect(page).toHaveTitle('');
  expect(await page.evaluate(() => [document.contentType, self.origin])).toEqual(['text/plain', 'null']);
  expect(service.requests.filter(({ path }) => path === '/iam/script')).toEqual([]);
});

for (const type of ['text/javascript', 'application/json']) {
  test(`a script of the service that comes as ${type} does not run`, async ({ page, expected, hosted: { host, service } }) => {
    // A page of this origin that has no policy of its own: only what is said of the script can hold it back.
    const bare = { contentType: 'text/html', body: '<!doctype html><title>Bare</title>' };
    await page.route('**/bare', (route) => route.fulfill(bare));
    await page.goto(`${host.origin}/bare`);
    const headers = { 'content-type': type, 'service-worker-allowed': '/' };
    service.oddAnswer = { status: 200, headers, body: 'document.title = "ran"' };
    expected.consoleError(/MIME type/);
    const became = await page.evaluate(async () => {
      const script = document.createElement('script');
      const loaded = new Promise((resolve) => {
        script.onload = () => resolve('loaded');
        script.onerror = () => resolve('refused');
      });
      script.src = '/gcore/iam/script';
      document.head.append(script);
      const worker = navigator.serviceWorker.register('/gcore/iam/worker', { scope: '/' }).then(() => 'registered', String);
      return { script: await loaded, worker: await worker };
    });
    expect(became).toEqual({ script: 'refused', worker: expect.stringMatching(/MIME type/) });
    await expect(page).toHaveTitle('Bare');
  });
}

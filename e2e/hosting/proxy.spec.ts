import { DIST } from '../../testing/dist.ts';
import { ACCOUNT, KEYS } from '../../testing/emulator.ts';
import { makeCertificate } from '../support/certificate.ts';
import { ask } from '../support/http2.ts';
import { WebHost } from '../support/web-host.ts';
import { expect, test } from './test.ts';

const TOKENS = `/iam/v2/clients/${ACCOUNT}/tokens`;
const AUTHORIZATION = `APIKey ${KEYS.Administrators}`;
const BODY = JSON.stringify({
  name: 'proxied',
  exp_date: null,
  client_user: { role: { id: 5, name: 'Engineers' } },
});

test('nothing but key, type and accepted type reaches the service', async ({ hosted: { host, service } }) => {
  const { status } = await ask(host.origin, `/gcore${TOKENS}`, {
    method: 'POST',
    headers: {
      authorization: AUTHORIZATION,
      accept: 'application/json',
      'content-type': 'application/json',
      'accept-language': 'en',
      cookie: 'session=1',
      'early-data': '1',
      forwarded: 'for=192.0.2.1',
      origin: host.origin,
      referer: `${host.origin}/somewhere`,
      'sec-fetch-site': 'same-origin',
      'user-agent': 'a browser of somebody',
      'x-forwarded-for': '192.0.2.1',
      'x-forwarded-host': 'other.example',
      'x-real-ip': '192.0.2.1',
      'x-anything': 'else',
    },
    body: BODY,
  });
  expect(status).toBe(200);
  expect(service.requests).toMatchObject([{ method: 'POST', path: TOKENS, body: BODY, serverName: 'api.gcore.com' }]);
  const { 'content-length': length, 'transfer-encoding': coding, connection, ...headers } = service.requests[0]?.headers ?? {};
  expect({ length, coding }).toEqual({ length: String(BODY.length), coding: undefined });
  expect(connection).toBe('close');
  expect(headers).toEqual({
    host: 'api.gcore.com',
    'user-agent': 'gcore-token-portal',
    authorization: AUTHORIZATION,
    accept: 'application/json',
    'content-type': 'application/json',
  });
});

test('a key that reads like a setting of the server arrives as it is', async ({ hosted: { host, service } }) => {
  const authorization = 'APIKey {env.HOME}{http.request.host}$host';
  await ask(host.origin, '/gcore/iam/clients/me', { headers: { authorization } });
  expect(service.requests.map(({ headers }) => headers.authorization)).toEqual([authorization]);
});

for (const method of ['GET', 'DELETE']) {
  test(`a ${method} goes without a type and without a body`, async ({ hosted: { host, service } }) => {
    await ask(host.origin, `/gcore${TOKENS}`, { method, headers: { authorization: AUTHORIZATION, accept: 'application/json' } });
    expect(service.requests.map(({ method, path, body }) => [method, path, body])).toEqual([[method, TOKENS, '']]);
    expect(service.requests[0]?.headers['content-type']).toBeUndefined();
    expect(service.requests[0]?.headers['transfer-encoding']).toBeUndefined();
  });
}

for (const path of [
  '/gcore',
  '/gcore/',
  '/gcore/iam',
  '/gcore/cdn/resources',
  '/gcore/iam/../cdn/resources',
  '/gcore/iam/%2e%2e/cdn/resources',
  '/gcore/iam/..%2fcdn/resources',
  '/gcorex/iam/clients/me',
  '/gcore/cdn/..%2fiam/clients/me',
  '/gcore/cdn/../iam/clients/me',
  '/gcore/iam/%252e%252e/cdn/resources',
  // What Java, Windows or a careless router make of the same.
  '/gcore/iam/..;/cdn/resources',
  '/gcore/iam/..%3b/cdn/resources',
  '/gcore/iam/..%5ccdn/resources',
  '/gcore/iam/..\\cdn/resources',
  '/gcore/iam/clients;x=1/me',
  '/gcore/iam/clients/m%65',
  '/gcore/iam//clients/me',
  '/gcore/iam/',
  '/gcore/iam/clients/',
  '/gcore/iam/clients/.env',
  `/gcore/iam/${'a'.repeat(41)}`,
  `/gcore/iam${'/a'.repeat(9)}`,
]) {
  test(`${path} leads nowhere`, async ({ hosted: { host, service } }) => {
    const { status } = await ask(host.origin, path, { headers: { authorization: AUTHORIZATION } });
    expect({ status, requests: service.requests }).toEqual({ status: 404, requests: [] });
  });
}

test('the longest path that the page could mean is passed on', async ({ hosted: { host, service } }) => {
  const path = `/iam${`/${'a'.repeat(40)}`.repeat(8)}`;
  const { status } = await ask(host.origin, `/gcore${path}`, { headers: { authorization: AUTHORIZATION } });
  expect({ status, paths: service.requests.map((request) => request.path) }).toEqual({ status: 404, paths: [path] });
});

test('an empty header is not passed on', async ({ hosted: { host, service } }) => {
  const headers = { authorization: '', accept: '', 'content-type': '' };
  await ask(host.origin, `/gcore${TOKENS}`, { headers });
  await ask(host.origin, `/gcore${TOKENS}`, { method: 'POST', headers, body: BODY });
  await ask(host.origin, `/gcore${TOKENS}`, { method: 'DELETE' });
  expect(service.requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'DELETE']);
  for (const request of service.requests) {
    const { 'content-length': _, ...sent } = request.headers;
    expect(sent).toEqual({ host: 'api.gcore.com', 'user-agent': 'gcore-token-portal', connection: 'close' });
  }
});

for (const method of ['PUT', 'PATCH', 'OPTIONS', 'HEAD', 'TRACE', 'PURGE']) {
  test(`${method} is not passed on`, async ({ hosted: { host, service } }) => {
    const { status } = await ask(host.origin, `/gcore${TOKENS}`, { method, headers: { authorization: AUTHORIZATION } });
    expect(status).toBe(405);
    expect(service.requests).toEqual([]);
  });
}

for (const method of ['POST', 'DELETE', 'GET']) {
  test(`a ${method} that is cut off reaches the service once`, async ({ hosted: { host, service } }) => {
    const request = { method, headers: { authorization: AUTHORIZATION }, ...(method === 'POST' && { body: BODY }) };
    // The first could leave a connection behind for the second to be sent on again.
    await ask(host.origin, '/gcore/iam/clients/me', { headers: { authorization: AUTHORIZATION } });
    service.reset();
    service.cutMethod = method;
    const { status, headers } = await ask(host.origin, `/gcore${TOKENS}`, request);
    expect([status, headers['cache-control']]).toEqual([502, 'no-store']);
    expect(headers['content-security-policy']).toContain('sandbox');
    expect(service.received(method)).toHaveLength(1);
  });
}

test('a body that no token needs is turned away', async ({ hosted: { host, service } }) => {
  const { status, headers, body } = await ask(host.origin, `/gcore${TOKENS}`, { method: 'POST', body: 'x'.repeat(20_000) });
  expect([status, body.toString()]).toEqual([413, '']);
  expect(headers['cache-control']).toBe('no-store');
  expect(service.received('POST')).toEqual([]);
});

test('a service that is not who it says it is gets no request', async ({ hosted: { host, service }, webHost }, testInfo) => {
  const certificate = await makeCertificate(testInfo.outputDir, 'other.example');
  const suspicious = await WebHost.start(webHost, DIST, { address: service.address, certificate: certificate.certificate });
  try {
    const { status } = await ask(suspicious.origin, '/gcore/iam/clients/me', { headers: { authorization: AUTHORIZATION } });
    expect(status).toBe(502);
    expect(service.requests).toEqual([]);
    // Both servers serve the page itself.
    expect((await ask(suspicious.origin, '/')).status).toBe((await ask(host.origin, '/')).status);
  } finally {
    await suspicious.stop();
  }
});

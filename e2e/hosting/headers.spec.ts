import { readdirSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:tls';
import { DIST } from '../../testing/dist.ts';
import { ACCOUNT, KEYS } from '../../testing/emulator.ts';
import { ask } from '../support/http2.ts';
import { FOLDERS } from '../support/web-host.ts';
import { askPlainly } from './plainly.ts';
import { expect, NOT_IN_CONTAINER, test } from './test.ts';

const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const SECURITY: Record<string, string> = {
  'content-security-policy': POLICY,
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
};

/** The page may write to the clipboard, and do nothing else that a browser asks about. */
const expectPermissions = (header: string | string[] | undefined): void => {
  const features = String(header).split(', ');
  expect(features).toEqual(expect.arrayContaining(['camera=()', 'clipboard-read=()', 'geolocation=()', 'usb=()']));
  expect(features.filter((feature) => !/^[a-z-]+=\(\)$/.test(feature))).toEqual(['clipboard-write=(self)']);
};

/** What comes from below /gcore/ is no page, whatever it says it is. */
const DATA_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'";

const expectHeaders = (headers: IncomingHttpHeaders, expected: Record<string, unknown>): void => {
  expect(headers).toMatchObject({ ...SECURITY, ...expected });
  expectPermissions(headers['permissions-policy']);
};

const FOR_GOOD = 'public, max-age=31536000, immutable';
const HASHED = [
  { ending: '.css', type: 'text/css' },
  { ending: '.js', type: 'text/javascript' },
  { ending: '.svg', type: 'image/svg+xml' },
  { ending: '.wasm', type: 'application/wasm' },
];

for (const folder of FOLDERS) {
  test.describe(`from ${folder}`, () => {
    test('the page and its configuration are asked for again each time', async ({ hosted: { host } }) => {
      const types = { '': 'text/html', 'index.html': 'text/html', 'config.json': 'application/json' };
      for (const [name, type] of Object.entries(types)) {
        const { status, headers } = await ask(host.origin, folder + name);
        // Caddy sends index.html on to its folder, which comes to the same.
        if (name === 'index.html' && status !== 200) {
          expect({ status, location: headers.location }).toEqual({ status: 308, location: './' });
          continue;
        }
        expect(status, name).toBe(200);
        expectHeaders(headers, { 'cache-control': 'no-cache', 'content-type': expect.stringContaining(type) });
      }
    });

    for (const { ending, type } of HASHED) {
      test(`each ${ending} is kept for good`, async ({ hosted: { host } }) => {
        const names = readdirSync(DIST).filter((name) => name.endsWith(ending));
        expect(names).not.toEqual([]);
        for (const name of names) {
          const { status, headers } = await ask(host.origin, folder + name);
          expect(status, name).toBe(200);
          expectHeaders(headers, { 'cache-control': FOR_GOOD, 'content-type': expect.stringContaining(type) });
        }
      });
    }

    test('a file that is not there is not kept', async ({ hosted: { host } }) => {
      for (const name of ['boot-0123456789abcdef.js', 'nothing']) {
        const { status, headers } = await ask(host.origin, folder + name);
        expect(status, name).toBe(404);
        expectHeaders(headers, { 'cache-control': 'no-cache' });
      }
    });
  });
}

test('a folder without its slash leads to the folder', async ({ hosted: { host } }) => {
  const { status, headers } = await ask(host.origin, '/tools/tokens');
  expect(status).toBeGreaterThanOrEqual(301);
  expect(new URL(headers.location ?? '', `${host.origin}/tools/tokens`).href).toBe(`${host.origin}/tools/tokens/`);
});

test('a folder without an index shows nothing', async ({ hosted: { host } }) => {
  const { status } = await ask(host.origin, '/tools/');
  expect([403, 404]).toContain(status);
});

test('no answer of the service is kept', async ({ hosted: { host } }) => {
  const path = `/gcore/iam/v2/clients/${ACCOUNT}/tokens`;
  const headers = { authorization: `APIKey ${KEYS.Administrators}`, 'content-type': 'application/json' };
  const answers = {
    'an answer': await ask(host.origin, '/gcore/iam/clients/me', { headers }),
    'a refusal': await ask(host.origin, path, { method: 'POST', headers, body: '{}' }),
    'no key': await ask(host.origin, path),
    'no such path': await ask(host.origin, '/gcore/iam'),
    'no such method': await ask(host.origin, path, { method: 'PUT', headers, body: '{}' }),
  };
  expect(Object.values(answers).map(({ status }) => status)).toEqual([200, 400, 401, 404, 405]);
  for (const [what, answer] of Object.entries(answers)) {
    await test.step(what, () => {
      expectHeaders(answer.headers, { 'cache-control': 'no-store', 'content-security-policy': DATA_POLICY });
      expect(answer.headers['content-type'] ?? 'none').not.toMatch(/html|script/);
    });
  }
});

test('HTTP/2 is what a browser gets', async ({ hosted: { host } }) => {
  const { port } = new URL(host.origin);
  const negotiated = await new Promise((resolve, reject) => {
    const options = { port: Number(port), host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false };
    const socket = connect({ ...options, ALPNProtocols: ['h2', 'http/1.1'] }, () => {
      resolve(socket.alpnProtocol);
      socket.destroy();
    });
    socket.once('error', reject);
  });
  expect(negotiated).toBe('h2');
});

for (const path of ['/index.html%00.js', '/index.html%00', '/%00', '/tools/tokens/%00/', '/config.json%00-0123456789abcdef.js']) {
  test(`${path} is no file`, async ({ hosted: { host } }) => {
    const { status, headers } = await ask(host.origin, path);
    expect([400, 404]).toContain(status);
    expect(headers['cache-control']).toBe('no-cache');
  });
}

// In front of a container, that is for what speaks TLS.
for (const name of ['localhost', 'other.example', 'localhost.other.example:80', '']) {
  test(`http for "${name}" leads to https of the host's own name`, NOT_IN_CONTAINER, async ({ hosted: { host } }) => {
    const { status, headers } = await askPlainly(host.plainOrigin, '/tools/tokens/', { host: name });
    expect(status).toBe(308);
    const location = new URL(headers.location ?? '');
    expect([location.protocol, location.hostname, location.pathname]).toEqual(['https:', 'localhost', '/tools/tokens/']);
    expect(headers.server ?? '').not.toMatch(/\d/);
  });
}

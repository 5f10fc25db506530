import { DIST } from '../../testing/dist.ts';
import { ask } from '../support/http2.ts';
import { WebHost } from '../support/web-host.ts';
import { NameServer } from './name-server.ts';
import { expect, NGINX_ONLY, test } from './test.ts';

const PATH = '/gcore/iam/clients/me';

test('a host starts and serves the page while the service has no address', async ({ hosted: { service }, webHost }) => {
  const lost = { address: 'gcore.invalid:443', certificate: service.certificate };
  const host = await WebHost.start(webHost, DIST, lost);
  try {
    expect((await ask(host.origin, '/')).status).toBe(200);
    expect((await ask(host.origin, PATH)).status).toBe(502);
  } finally {
    await host.stop();
  }
});

// Caddy asks the system at each connection.
test('nginx follows the name of the service, to nobody but the service', NGINX_ONLY, async ({ hosted: { service }, webHost }) => {
  const names = await NameServer.start();
  const named = { address: service.address.replace('127.0.0.1', 'api.gcore.com'), certificate: service.certificate };
  const host = await WebHost.start(webHost, DIST, named, { resolver: (line) => line.replace('127.0.0.53', names.address) });
  const status = async () => (await ask(host.origin, PATH)).status;
  try {
    expect(await status()).toBe(502);
    names.names.set('api.gcore.com', '127.0.0.1');
    await expect.poll(status).toBe(401);
    expect(service.requests.at(-1)).toMatchObject({ serverName: 'api.gcore.com', headers: { host: 'api.gcore.com' } });
    // Nobody listens there.
    names.names.set('api.gcore.com', '127.0.0.2');
    await expect.poll(status).toBe(502);
    names.names.set('api.gcore.com', '127.0.0.1');
    await expect.poll(status).toBe(401);
  } finally {
    await host.stop();
    await names.stop();
  }
});

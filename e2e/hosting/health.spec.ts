import { DIST } from '../../testing/dist.ts';
import { ask } from '../support/http2.ts';
import { WebHost } from '../support/web-host.ts';
import { expect, test } from './test.ts';

const ADDRESS = 'https://reports.example.com/csp';

test('the health address says that the host is up, whatever becomes of the service', async ({ hosted, webHost }) => {
  const nowhere = { address: '127.0.0.1:1', certificate: hosted.service.certificate };
  const host = await WebHost.start(webHost, DIST, nowhere);
  try {
    expect((await ask(host.origin, '/gcore/iam/clients/me')).status).toBe(502);
    const { status, headers, body } = await ask(host.origin, '/health');
    expect([status, body.toString()]).toEqual([200, 'ok']);
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'content-type': expect.stringMatching(/^text\/plain/) });
    expect((await ask(host.origin, '/health/')).status).toBe(404);
    expect((await ask(host.origin, '/healthy')).status).toBe(404);
  } finally {
    await host.stop();
  }
  expect(hosted.service.requests).toEqual([]);
});

test('what the policy refuses is reported nowhere, unless the operator says where', async ({ hosted, webHost }) => {
  const shipped = (await ask(hosted.host.origin, '/')).headers['content-security-policy'];
  expect(shipped).not.toContain('report');
  const reports = (line: string): string => line.replace('# vars', 'vars').replace('""', `"; report-uri ${ADDRESS}"`);
  const host = await WebHost.start(webHost, DIST, hosted.service, { reports });
  try {
    const { headers } = await ask(host.origin, '/');
    expect(headers['content-security-policy']).toBe(`${shipped}; report-uri ${ADDRESS}`);
    // What comes from the service is no page.
    expect((await ask(host.origin, '/gcore/iam/clients/me')).headers['content-security-policy']).not.toContain('report');
  } finally {
    await host.stop();
  }
});

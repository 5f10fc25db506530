import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DIST } from '../../testing/dist.ts';
import { Emulator } from '../../testing/emulator.ts';
import { makeCertificate } from '../support/certificate.ts';
import { RecordingService } from '../support/recording-service.ts';
import { expect, test as base } from '../support/test.ts';
import { findWebHost, WebHost, type WebHostName } from '../support/web-host.ts';

/** A test of what only nginx has, or only Caddy can; the reason stands at each. */
export const NGINX_ONLY = { tag: '@nginx-only' } as const;
export const CADDY_ONLY = { tag: '@caddy-only' } as const;

export const CONTAINER_ONLY = { tag: '@container-only' } as const;
/** A test of what something else does where the portal is a container. */
export const NOT_IN_CONTAINER = { tag: '@not-in-container' } as const;

export interface HostingOptions {
  webHost: WebHostName;
}

/** A web server with the page, and the service behind it. */
export interface Hosted {
  host: WebHost;
  service: RecordingService;
  emulator: Emulator;
}

export const test = base.extend<{ hosted: Hosted }, HostingOptions & { running: Hosted | undefined }>({
  webHost: ['nginx', { scope: 'worker', option: true }],

  running: [
    async ({ webHost }, use) => {
      if (findWebHost(webHost) === undefined) {
        await use(undefined);
        return;
      }
      const directory = mkdtempSync(join(tmpdir(), 'portal-service-'));
      const started: { stop: () => Promise<void> }[] = [];
      // What has started is stopped, also where the next thing could not start.
      try {
        const certificate = await makeCertificate(directory, 'api.gcore.com');
        const emulator = await Emulator.start();
        started.unshift(emulator);
        const service = await RecordingService.start(certificate, emulator.origin);
        started.unshift(service);
        const host = await WebHost.start(webHost, DIST, service);
        started.unshift(host);
        await use({ host, service, emulator });
      } finally {
        for (const one of started) await one.stop();
        rmSync(directory, { recursive: true });
      }
    },
    { scope: 'worker' },
  ],

  hosted: async ({ running, webHost, expected }, use, testInfo) => {
    if (running === undefined) {
      const missing = `${webHost} can't be run here: tools/setup.sh hosts says why`;
      if (process.env['CI'] !== undefined) throw new Error(missing);
      testInfo.skip(true, missing);
      return;
    }
    running.service.reset();
    expected.origin(running.host.origin);
    await use(running);
  },
});

export { expect };

import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIST } from '../../testing/dist.ts';
import { ask } from '../support/http2.ts';
import { FOLDERS, WebHost } from '../support/web-host.ts';
import { expect, test } from './test.ts';

/** As of files from a reproducible build, a container's image or an archive. */
const BUILT = new Date('2026-01-01T00:00:00Z');

/** Another file of the same size and time. */
const replace = (file: string): Buffer => {
  const other = Buffer.from(readFileSync(file).map((byte) => byte ^ 1));
  writeFileSync(file, other);
  utimesSync(file, BUILT, BUILT);
  return other;
};

const ANSWERED = [
  { path: '', file: 'index.html', coding: 'identity' },
  { path: '', file: 'index.html.br', coding: 'br' },
  { path: '', file: 'index.html.gz', coding: 'gzip' },
  { path: 'config.json', file: 'config.json', coding: 'identity' },
];

for (const folder of FOLDERS) {
  for (const { path, file, coding } of ANSWERED) {
    test(`another ${file} of the same time and size in ${folder} replaces the one before`, async ({ hosted, webHost }) => {
      const host = await WebHost.start(webHost, DIST, hosted.service);
      try {
        replace(join(host.root, folder, file));
        const headers = { 'accept-encoding': coding };
        const { headers: had } = await ask(host.origin, folder + path, { headers });
        const other = replace(join(host.root, folder, file));
        const conditions = {
          ...(had.etag !== undefined && { 'if-none-match': had.etag }),
          'if-modified-since': had['last-modified'] ?? BUILT.toUTCString(),
        };
        const answer = await ask(host.origin, folder + path, { headers: { ...headers, ...conditions } });
        expect(answer.status).toBe(200);
        expect(answer.body.equals(other)).toBe(true);
        // Nor can something in between tell one from the other by these.
        expect([answer.headers.etag, answer.headers['last-modified']]).toEqual([undefined, undefined]);
      } finally {
        await host.stop();
      }
    });
  }
}

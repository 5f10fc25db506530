import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DIST } from '../../testing/dist.ts';
import { ask } from '../support/http2.ts';
import { FOLDERS } from '../support/web-host.ts';
import { expect, test } from './test.ts';

const CODINGS = [
  { coding: 'br', accepted: 'gzip, deflate, br', ending: '.br' },
  { coding: 'gzip', accepted: 'gzip', ending: '.gz' },
  { coding: undefined, accepted: 'identity', ending: '' },
] as const;

for (const folder of FOLDERS) {
  for (const { coding, accepted, ending } of CODINGS) {
    test(`from ${folder}, who accepts ${accepted} gets ${coding ?? 'the plain files'}`, async ({ hosted: { host } }) => {
      const files = readdirSync(DIST);
      const compressed = files.filter((name) => files.includes(`${name}.br`));
      expect(compressed).toContain('index.html');
      for (const name of compressed) {
        const path = folder + name.replace(/^index\.html$/, '');
        const { headers, body } = await ask(host.origin, path, { headers: { 'accept-encoding': accepted } });
        expect(headers['content-encoding'], name).toBe(coding);
        expect(headers.vary?.toLowerCase(), name).toBe('accept-encoding');
        expect(body.equals(readFileSync(join(DIST, name + ending))), name).toBe(true);
      }
    });
  }
}

test('the release names the checksum of each of its files', () => {
  const lines = readFileSync(join(DIST, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
  const files = readdirSync(DIST);
  const named = lines.map((line) => line.slice(66));
  // The configuration is the operator's to change.
  expect(named).toEqual(files.filter((name) => !['SHA256SUMS', 'config.json'].includes(name)).sort());
  for (const line of lines) {
    const content = readFileSync(join(DIST, line.slice(66)));
    expect(line).toBe(`${createHash('sha256').update(content).digest('hex')}  ${line.slice(66)}`);
  }
});

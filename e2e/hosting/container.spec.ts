import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findUnpacked } from '../../testing/release.ts';
import { inContainer } from '../support/container.ts';
import { builtImage } from '../support/web-host.ts';
import { CONTAINER_ONLY, expect, test } from './test.ts';

/** What a shell in the container says and ends with. */
const inShell = (script: string): { status: number | null; says: string } => {
  const { files, config } = builtImage();
  const [program, args] = inContainer(files, config, ['sh', '-c', script], { alone: true });
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return { status, says: stdout + stderr };
};

test('the image holds the page of the release, and no config.json', CONTAINER_ONLY, ({ hosted: _ }) => {
  const [page, served] = [join(findUnpacked(), 'page'), join(builtImage().files, 'srv')];
  expect(readdirSync(served)).toEqual(readdirSync(page));
  for (const name of readdirSync(page)) {
    expect(readFileSync(join(served, name)).equals(readFileSync(join(page, name))), name).toBe(true);
  }
  expect(existsSync(join(served, 'config.json'))).toBe(false);
});

test('it runs as nobody, and writes to nothing but /tmp', CONTAINER_ONLY, ({ hosted: _ }) => {
  expect(inShell('busybox id -u; busybox id -g; busybox id -G').says).toBe('65534\n65534\n65534\n');
  for (const file of ['/srv/index.html', '/srv/more.html', '/etc/caddy/Caddyfile', '/more']) {
    expect(inShell(`echo x >${file}`), file).toMatchObject({ status: 1, says: expect.stringContaining('Read-only file system') });
  }
  expect(inShell('echo x >/tmp/x && busybox cat /tmp/x')).toEqual({ status: 0, says: 'x\n' });
  // Nor where a runtime leaves it writable.
  const { files } = builtImage();
  const open = ['(', '-perm', '-002', '-o', '!', '-user', '0', ')', '!', '-type', 'l'];
  expect(execFileSync('find', [files, ...open], { encoding: 'utf8' })).toBe('');
});

test('it starts as it is, is found to be well, and misses its config.json', CONTAINER_ONLY, ({ hosted: _ }) => {
  const { Cmd, Healthcheck } = builtImage().config;
  const [kind, ...check] = Healthcheck.Test;
  expect(kind).toBe('CMD');
  const { status, says } = inShell(`
    ${Cmd.join(' ')} >/tmp/log 2>&1 &
    for attempt in $(busybox seq 100); do
      ${check.join(' ')} && break
      busybox sleep 0.1
    done 2>/dev/null
    ${check.join(' ')} || busybox cat /tmp/log
    wget -q -S -O - http://127.0.0.1:8080/
    wget -S -O - http://127.0.0.1:8080/config.json
    kill $!
    wait
  `);
  expect(says).toContain('data-config="required"');
  expect(says).toContain("Content-Security-Policy: default-src 'none'; script-src 'self'");
  expect(says).toContain('HTTP/1.1 404 Not Found');
  expect(status).toBe(0);
});

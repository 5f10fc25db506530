import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { DIST } from '../../testing/dist.ts';
import { KEYS } from '../../testing/emulator.ts';
import { findArchive } from '../../testing/release.ts';
import { CreatePage } from '../pages/create-page.ts';
import { ask } from '../support/http2.ts';
import { WebHost } from '../support/web-host.ts';
import { expect, NOT_IN_CONTAINER, test } from './test.ts';

const CHECKSUMS = fileURLToPath(new URL('../../tools/checksums.sh', import.meta.url));
const STYLE = /style-[0-9a-f]{16}\.css/;

/** A release as an operator has it: the archive, unpacked in a folder of its own. */
class Release {
  readonly name: string;

  constructor(
    private readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {
    this.name = basename(folder);
  }

  static unpack(into: string, environment: NodeJS.ProcessEnv): Release {
    const archive = findArchive();
    execFileSync('tar', ['-xzf', archive, '-C', into]);
    return new Release(join(into, basename(archive, '.tar.gz')), environment);
  }

  /** What portal.sh ends with and says. */
  portal(...args: string[]): { status: number | null; says: string } {
    const options = { env: this.environment, encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync(join(this.folder, 'portal.sh'), args, options);
    return { status, says: stdout + stderr };
  }

  expectPortal(...args: string[]): string {
    const { status, says } = this.portal(...args);
    expect({ status, says }, `portal.sh ${args.join(' ')}`).toMatchObject({ status: 0 });
    return says;
  }

  /** The name of a file of the page. */
  named(pattern: RegExp): string {
    return readdirSync(this.page()).find((name) => new RegExp(`^${pattern.source}$`).test(name)) ?? '';
  }

  page(file = ''): string {
    return join(this.folder, 'page', file);
  }

  /** Another style sheet and another number: what a next release is made of. */
  become(name: string, version: string): Release {
    const before = this.named(STYLE);
    const style = `${readFileSync(this.page(before), 'utf8')}/* ${version} */`;
    const hash = (algorithm: string, encoding: 'hex' | 'base64') => createHash(algorithm).update(style).digest(encoding);
    const after = `style-${hash('sha256', 'hex').slice(0, 16)}.css`;
    for (const ending of ['.br', '.gz', '']) rmSync(this.page(before + ending));
    writeFileSync(this.page(after), style);
    const html = readFileSync(this.page('index.html'), 'utf8')
      .replaceAll(before, after)
      .replace(/(?<=style-[^>]*integrity=")[^"]*/, `sha384-${hash('sha384', 'base64')}`);
    for (const ending of ['.br', '.gz']) rmSync(this.page(`index.html${ending}`));
    writeFileSync(this.page('index.html'), html);
    writeFileSync(this.page('version.json'), JSON.stringify({ version }));
    for (const ending of ['.br', '.gz']) rmSync(this.page(`version.json${ending}`));
    execFileSync(CHECKSUMS, [this.page()]);
    const renamed = join(this.folder, '..', name);
    renameSync(this.folder, renamed);
    return new Release(renamed, this.environment);
  }
}

// In a container, another release is another image.

test('archive, token, next release, and back', NOT_IN_CONTAINER, async ({ page, hosted, webHost, expected }, testInfo) => {
  const site = testInfo.outputPath('site');
  const environment: NodeJS.ProcessEnv = { ...process.env, SITE: site };
  const unpacked = testInfo.outputPath('unpacked');
  mkdirSync(unpacked, { recursive: true });

  const next = Release.unpack(unpacked, environment).become('gcore-token-portal-9.9.9-abcdef0', '9.9.9');
  const first = Release.unpack(unpacked, environment);
  const config = (release: Release): string => join(site, 'releases', release.name, 'config.json');
  const saidIn = (release: Release): { apiBase: string; title: string } => JSON.parse(readFileSync(config(release), 'utf8'));

  // Nothing is served by what only installs.
  first.expectPortal('install');
  expect(existsSync(join(site, 'current'))).toBe(false);
  expect(saidIn(first)).toMatchObject({ apiBase: '/gcore', title: 'Gcore API tokens' });
  expect(first.portal('install')).toMatchObject({ status: 1, says: expect.stringContaining('installed already') });
  writeFileSync(config(first), JSON.stringify({ apiBase: '/gcore', title: 'Of this house' }));
  first.expectPortal('use', first.name);

  const files = (line: string): string => line.replace('/var/www/gcore-token-portal', site);
  const host = await WebHost.start(webHost, DIST, hosted.service, { files });
  environment['CURL_CA_BUNDLE'] = host.certificate;
  try {
    expected.origin(host.origin);
    const create = await CreatePage.open(page, { url: `${host.origin}/` });
    await expect(page).toHaveTitle(/Of this house/);
    await create.apiKey.fill(KEYS.Administrators);
    await create.fill({ name: 'installed', role: 'Users' });
    const result = await create.submit();
    expect(await hosted.emulator.whoAmI(await result.readToken())).toEqual({ status: 200, role: 'Users' });
    await result.finish();
    expect(first.expectPortal('verify')).toBe('');
    expect(first.expectPortal('verify', host.origin)).toBe('');
    // Nobody there is not the same as other files.
    const nobody = 'https://localhost:9';
    const why = new RegExp(`^${nobody} could not be asked: curl: .*\\n$`);
    expect(first.portal('verify', nobody)).toEqual({ status: 1, says: expect.stringMatching(why) });

    // The next release, whose config.json is that of this one.
    next.expectPortal('install');
    expect(saidIn(next)).toMatchObject({ title: 'Of this house' });
    expect(await versionOf(host)).not.toBe('9.9.9');
    next.expectPortal('use', next.name);
    expect(await versionOf(host)).toBe('9.9.9');
    expect(await styleOf(page, host)).toBe(next.named(STYLE));
    // Whoever was just loading the page that was served before still finds its files.
    expect((await ask(host.origin, `/${first.named(STYLE)}`)).status).toBe(200);
    expect(next.expectPortal('list')).toBe(`  ${first.name}\n* ${next.name}\n`);
    expect(next.expectPortal('verify')).toBe('');
    expect(next.expectPortal('verify', host.origin)).toBe('');

    // What somebody changed is named, on the host and from elsewhere.
    writeFileSync(join(site, 'current', 'version.json'), '{}');
    writeFileSync(join(site, 'current', 'extra-0123456789abcdef.js'), 'alert()');
    writeFileSync(join(site, 'current', 'more.html'), '<p>More');
    writeFileSync(config(next), JSON.stringify({ title: 'Of this house', apiBase: 'https://elsewhere.example' }));
    const odd = 'config.json: apiBase is not "/gcore": "apiBase":"https://elsewhere.example"';
    const strangers = 'extra-0123456789abcdef.js does not belong there\nmore.html does not belong there\n';
    expect(next.portal('verify')).toEqual({ status: 1, says: `version.json differs\n${strangers}${odd}\n` });
    expect(next.portal('verify', host.origin)).toEqual({ status: 1, says: `version.json differs\n${odd}\n` });
    expect(first.portal('verify').says).toContain(`${next.name} is served, and not ${first.name}`);
    expect(next.portal('use', next.name)).toMatchObject({ status: 1, says: expect.stringContaining('is damaged') });

    // And back.
    next.expectPortal('use', first.name);
    expect(readlinkSync(join(site, 'current'))).toBe(`releases/${first.name}`);
    expect(await styleOf(page, host)).toBe(first.named(STYLE));
    expect((await ask(host.origin, `/${next.named(STYLE)}`)).status).toBe(200);
    expect(first.expectPortal('verify')).toBe('');

    // Where config.json is lost, the page stops instead of doing without rules.
    expected.consoleError(/Failed to load resource.*404/);
    rmSync(config(first));
    await page.reload();
    await expect(page.getByRole('alert').filter({ visible: true })).toContainText('It is missing');
    expect(first.portal('use', first.name)).toMatchObject({ status: 1, says: expect.stringContaining('config.json is missing') });

    expect(first.portal('remove', first.name)).toMatchObject({ status: 1, says: expect.stringContaining('is served') });
    for (const name of ['..', '', 'no-such-release', 'releases/x']) expect(first.portal('remove', name).status, name).toBe(1);
    first.expectPortal('remove', next.name);
    expect(readdirSync(join(site, 'releases'))).toEqual([first.name]);
  } finally {
    await host.stop();
  }
});

test('a release that the web server may not read is not served', NOT_IN_CONTAINER, async ({ hosted: _ }, testInfo) => {
  const site = testInfo.outputPath('site');
  const unpacked = testInfo.outputPath('unpacked');
  mkdirSync(unpacked, { recursive: true });
  const release = Release.unpack(unpacked, { ...process.env, SITE: site });
  release.expectPortal('install');
  const config = join(site, 'releases', release.name, 'config.json');
  chmodSync(config, 0o640);
  expect(release.portal('use', release.name)).toEqual({
    status: 1,
    says: `portal: the web server may not read this: chmod a+r ${config}\n`,
  });
  chmodSync(config, 0o644);
  release.expectPortal('use', release.name);
});

const versionOf = async (host: WebHost): Promise<string> => {
  const { body } = await ask(host.origin, '/version.json');
  return (JSON.parse(body.toString()) as { version: string }).version;
};

/** The name of the style sheet that the page has now loaded. */
const styleOf = async (page: Page, host: WebHost): Promise<string | undefined> => {
  await page.goto(`${host.origin}/`);
  await expect(page.getByRole('contentinfo')).toBeVisible();
  const href = await page.locator('link[rel=stylesheet]').getAttribute('href');
  return href?.match(STYLE)?.[0];
};

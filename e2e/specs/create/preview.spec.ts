import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import { CreatePage, type NewToken } from '../../pages/create-page.ts';
import type { ApiRequest } from '../../support/portal-server.ts';
import { POSTED } from '../../support/requests.ts';
import { expect, RULES, test } from '../../support/test.ts';

const NOT_YET = 'Fill in the form to see the request.';

/** Runs a command as somebody who pastes it into a shell; what it prints is the service's answer. */
const run = async (command: string, key: string): Promise<Record<string, unknown>> => {
  const env = { PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', GCORE_API_KEY: key };
  const { stdout, stderr } = await promisify(execFile)('bash', ['--norc', '-c', command], { env });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Record<string, unknown>;
};

const essence = ({ path, headers, body }: ApiRequest) => ({
  path,
  authorization: headers.authorization,
  type: headers['content-type'],
  body: JSON.parse(body) as unknown,
});

const TOKENS: { what: string; token: NewToken; review?: boolean }[] = [
  { what: 'a plain token', token: { name: 'plain', description: 'nothing special' } },
  {
    what: 'signs that a shell acts on',
    token: { name: `it's "$HOME" \`id\` $(id) \\ ! & ; | > * ~ #`, description: `'; touch nothing; echo '\\'' %s \\n` },
  },
  { what: 'what can not be seen', token: { name: 'turned \u{202e}around\u{200b} 日本 😀', description: '\u{7f}\u{85}' } },
  {
    what: 'a powerful token without an end',
    token: { name: 'mighty', role: 'Administrators', expiration: 'Never' },
    review: true,
  },
  { what: 'an old $ key', token: { key: KEYS.legacy, name: 'by an old key', role: 'Users', expiration: '7 days' } },
];

for (const { what, token, review = false } of TOKENS) {
  test(`the preview of ${what} is the request itself, without the key, and bash can run it`, RULES, async ({ page, portal }) => {
    // Presets count from now; with one now for both, both have the same end.
    await page.clock.setFixedTime(new Date());
    const here = await portal();
    const create = await CreatePage.open(page, here);
    await create.preview.click();
    await create.fill(token);
    await expect(create.previewed).toBeVisible();
    const command = await create.previewed.innerText();
    const key = token.key ?? KEYS.Administrators;
    expect(command).not.toContain(key);
    expect(command).not.toContain(key.slice(5));
    expect(command).toContain('$GCORE_API_KEY');
    // Most of the service isn't behind the portal, so what is copied names the service.
    expect(command).toContain(`'https://api.gcore.com/iam/v2/clients/${ACCOUNT}/tokens'`);
    expect(command).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e]/);
    expect(here.server.requests(POSTED)).toEqual([]);

    const answer = await run(command.replace('https://api.gcore.com', `${new URL(here.url).origin}/gcore`), key);
    expect((await here.emulator.whoAmI(String(answer['token']))).role).toBe(token.role ?? 'Engineers');

    await create.submit({ review });
    const [byCurl, byPage, ...more] = here.server.requests(POSTED);
    expect(more).toEqual([]);
    if (!byCurl || !byPage) throw new Error('one of the two requests never came');
    expect(essence(byCurl)).toEqual(essence(byPage));
    expect(essence(byPage)).toMatchObject({ authorization: `APIKey ${key}`, body: { name: token.name } });
    expect((await here.emulator.tokens()).filter(({ name }) => name === token.name)).toHaveLength(2);
  });
}

test('the preview is folded at first, waits for a whole form and follows it', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await expect(page.getByText(NOT_YET)).toBeHidden();
  await expect(create.copyLink).toBeHidden();
  await create.preview.click();
  await expect(page.getByText(NOT_YET)).toBeVisible();
  await create.account.fill(String(ACCOUNT));
  await create.name.fill('first');
  await expect(page.getByText(NOT_YET)).toBeVisible();
  await create.role.selectOption({ label: 'Users' });
  // The key is a variable, so it need not be there.
  await expect(create.previewed).toContainText('"name":"first"');
  await create.name.fill('second');
  await expect(create.previewed).toContainText('"name":"second"');
  await create.expiration.selectOption({ label: 'Never' });
  await expect(create.previewed).toContainText('"exp_date":null');
  await create.expiration.selectOption({ label: 'Custom' });
  await create.customExpiration.fill('2020-01-01T00:00');
  await expect(page.getByText(NOT_YET)).toBeVisible();
  await create.customExpiration.fill('2031-01-02T03:04');
  await expect(create.previewed).toContainText('2031-01-02T03:04:00');
  await create.account.fill('seven');
  await expect(page.getByText(NOT_YET)).toBeVisible();
  expect(here.server.apiRequests).toEqual([]);
});

test('the preview goes where the page goes: another origin, the old paths', RULES, async ({ page, portal }) => {
  const here = await portal({
    crossOrigin: true,
    config: ({ emulatorOrigin }) => ({ apiBase: emulatorOrigin, apiVersion: 'v1' }),
    emulatorArgs: ({ portalOrigin }) => ['--v1', 'on', '--cors-origin', portalOrigin],
  });
  const create = await CreatePage.open(page, here);
  await create.preview.click();
  await create.fill({ name: 'elsewhere' });
  const command = await create.previewed.innerText();
  expect(command).toContain(`${here.emulator.origin}/iam/clients/${ACCOUNT}/tokens`);
  const { token: created } = await run(command, KEYS.Administrators);
  expect((await here.emulator.whoAmI(String(created))).status).toBe(200);
  expect(here.server.apiRequests).toEqual([]);
});

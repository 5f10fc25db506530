import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { ACCOUNT, KEYS } from '../../../testing/emulator.ts';
import type { NewToken } from '../../pages/create-page.ts';
import { lockClipboard, readClipboard } from '../../support/clipboard.ts';
import { type Created, createToken } from '../../support/create-token.ts';
import { POSTED } from '../../support/requests.ts';
import { CHROMIUM_ONLY, expect, type Portal, test } from '../../support/test.ts';

// In Chromium only: Playwright drops Firefox’s word of a download that comes from a `blob:` address.

/** What "Copy as" offers, in order: the end of a file's name, and words around the token; null where the snippet asks for it. */
const FORMATS: [label: string, extension: string, words: RegExp | null][] = [
  ['Token only', 'txt', /^\S+$/],
  ['bash, zsh', 'sh', /^ export GCORE_API_KEY=/],
  ['bash, zsh: prompt for the token', 'sh', null],
  ['fish', 'fish', /^set -gx GCORE_API_KEY /],
  ['fish: prompt for the token', 'fish', null],
  ['PowerShell', 'ps1', /^\$env:GCORE_API_KEY = /],
  ['PowerShell: prompt for the token', 'ps1', null],
  ['GitHub Actions secret', 'txt', /^\S+$/],
  ['GitHub Actions secret with gh', 'sh', /\| gh secret set GCORE_API_KEY$/],
  ['GitHub Actions secret with gh: prompt for the token', 'sh', null],
  ['GitLab CI/CD variable', 'txt', /^\S+$/],
  ['Jenkins credential', 'txt', /^\S+$/],
  ['HCP Terraform variable', 'txt', /^\S+$/],
  ['curl', 'sh', /curl .*https:\/\/api\.gcore\.com\/iam\/clients\/me/],
  ['Python', 'py', /^from gcore import Gcore/],
  ['Go', 'go', /^package main/],
  ['.env file', 'env', /^GCORE_API_KEY=/m],
  ['Terraform variables', 'auto.tfvars', /^gcore_api_key = /m],
  ['Kubernetes secret', 'yaml', /^kind: Secret$/m],
];

/** Another product's forms: what to enter there besides the token, and what uses it. */
const WEB_FORMS: { form: string; entries: [label: string, entry: string][]; usedIn: string; usage: string }[] = [
  {
    form: 'GitHub Actions secret',
    entries: [
      ['Where to paste it', 'In the repository: Settings → Secrets and variables → Actions → New repository secret'],
      ['Name', 'GCORE_API_KEY'],
      ['Secret', 'The token, as copied'],
    ],
    usedIn: 'In the workflow, under env:',
    usage: 'GCORE_API_KEY: ${{ secrets.GCORE_API_KEY }}',
  },
  {
    form: 'GitLab CI/CD variable',
    entries: [
      ['Where to paste it', 'In the project: Settings → CI/CD → Variables → Add variable'],
      ['Visibility', 'Masked, or Masked and hidden'],
      ['Expand variable reference', 'Off'],
      ['Key', 'GCORE_API_KEY'],
      ['Value', 'The token, as copied'],
    ],
    usedIn: 'In a job’s script',
    usage: '$GCORE_API_KEY',
  },
  {
    form: 'Jenkins credential',
    entries: [
      ['Where to paste it', 'Manage Jenkins → Credentials → System → Global credentials → Add Credentials'],
      ['Kind', 'Secret text'],
      ['Secret', 'The token, as copied'],
      ['ID', 'gcore-api-key'],
    ],
    usedIn: 'In the Jenkinsfile, in environment { }',
    usage: "GCORE_API_KEY = credentials('gcore-api-key')",
  },
  {
    form: 'HCP Terraform variable',
    entries: [
      ['Where to paste it', 'In the workspace: Variables → Add variable'],
      ['Category', 'Terraform variable'],
      ['Key', 'gcore_api_key'],
      ['Value', 'The token, as copied'],
      ['Sensitive', 'On'],
    ],
    usedIn: 'In the configuration',
    usage: 'variable "gcore_api_key" { sensitive = true }\nprovider "gcore" { api_key = var.gcore_api_key }',
  },
];

const NAME = 'Deploy "it" & $HOME';
const NOT_ENCRYPTED = /not encrypted/;
const DOTS = '•'.repeat(24);

const made = (page: Page, here: Portal, fields: NewToken = {}): Promise<Created> =>
  createToken(page, here, { name: NAME, ...fields });

/** What a button makes the browser save. */
const saved = async (page: Page, press: () => Promise<void>): Promise<{ name: string; text: string }> => {
  const download = page.waitForEvent('download');
  await press();
  const file = await download;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
};

test.describe('with a clipboard', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test(
    'every form is copied and saved with the token in it, but for those that ask for it',
    CHROMIUM_ONLY,
    async ({ page, portal }) => {
      const here = await portal();
      const { result, token, id } = await made(page, here);
      await expect(result.copyAs.getByRole('option')).toHaveText(FORMATS.map(([label]) => label));
      await expect(
        page.getByText('The file is not encrypted: delete it once the token is stored where it belongs.', { exact: true }),
      ).toBeVisible();

      const notes = new Set<string>();
      for (const [label, extension, words] of FORMATS) {
        await test.step(label, async () => {
          await page.evaluate(() => navigator.clipboard.writeText('before'));
          await result.copyAs.selectOption({ label });
          notes.add(
            await result.copyAs.evaluate(
              (select) => document.getElementById(select.getAttribute('aria-describedby') ?? '')?.textContent ?? '',
            ),
          );
          await result.copy.click();
          await expect.poll(() => readClipboard(page)).not.toBe('before');
          const text = await readClipboard(page);
          await expect(result.announcement).toHaveText(text === token ? 'Token copied' : `Copied as ${label}`);
          // What is seen of it is what was copied, with dots for the token.
          if (text === token) await expect(result.preview).toHaveCount(0);
          else expect(await result.previewed()).toBe(text.trimEnd().replace(token, DOTS));
          if (words) expect(text).toMatch(words);
          expect(text.includes(token)).toBe(words !== null);
          expect(text).not.toContain(KEYS.Administrators);

          const file = await saved(page, () => result.download.click());
          expect(file).toEqual({ name: `gcore-token-deploy-it-home-${id}.${extension}`, text });
          await expect(result.announcement).toHaveText(NOT_ENCRYPTED);
        });
      }
      // What each leaves behind is said of each.
      expect(notes).not.toContain('');
      expect(notes.size).toBe(FORMATS.filter(([, , words]) => words).length + 1);
      expect(here.server.requests(POSTED)).toHaveLength(1);
    },
  );

  test('an old $ token survives the shells that take it', CHROMIUM_ONLY, async ({ page, portal }) => {
    const here = await portal({ config: { apiVersion: 'v1' }, emulatorArgs: ['--v1', 'on'] });
    const { result, token, id } = await made(page, here, { key: KEYS.legacy });
    expect(token).toContain('$');
    const copied = async (label: string): Promise<string> => {
      await page.evaluate(() => navigator.clipboard.writeText('before'));
      await result.copyIn(label);
      await expect.poll(() => readClipboard(page)).not.toBe('before');
      return readClipboard(page);
    };
    const bash = async (script: string): Promise<string> => (await promisify(execFile)('bash', ['--norc', '-c', script])).stdout;
    for (const label of ['bash, zsh', '.env file'])
      expect(await bash(`${await copied(label)}\nprintf %s "$GCORE_API_KEY"`)).toBe(token);
    const curl = (await copied('curl')).replace('https://api.gcore.com', here.emulator.origin);
    expect(await bash(curl)).toContain(String(ACCOUNT));
    const secret = await copied('GitHub Actions secret with gh');
    expect(await bash(`gh() { printf '%s:' "$@"; cat; }\n${secret}`)).toBe(`secret:set:GCORE_API_KEY:${token}`);
    expect((await saved(page, () => result.download.click())).name).toContain(`-${id}.`);
  });

  test('a hidden token is copied in any form and stays hidden', CHROMIUM_ONLY, async ({ page, portal }) => {
    const { result, token } = await made(page, await portal());
    await result.hide.click();
    await result.copyIn('Python');
    await expect.poll(() => readClipboard(page)).toContain(token);
    await expect(result.token).not.toContainText(token);
    expect(await page.content()).not.toContain(token);
  });

  test('Clear clipboard is offered once something was copied, and empties it', CHROMIUM_ONLY, async ({ page, portal }) => {
    const { result, token } = await made(page, await portal());
    await expect(result.clearClipboard).toHaveCount(0);
    await result.copy.click();
    await expect.poll(() => readClipboard(page)).toBe(token);
    await result.clearClipboard.click();
    await expect(result.announcement).toHaveText('Clipboard cleared');
    expect(await readClipboard(page)).toBe('');
    await expect(result.token).toHaveText(token);
  });

  test('the receipt is copied without the secret', CHROMIUM_ONLY, async ({ page, portal }) => {
    const { create, result, token, id } = await made(page, await portal(), { role: 'Users', expiration: '7 days' });
    const receipt = await result.finish();
    await page.evaluate(() => navigator.clipboard.writeText('before'));
    await receipt.copyReceipt.click();
    await expect(create.announcement).toHaveText('Receipt copied');
    const text = await readClipboard(page);
    const fingerprint = createHash('sha256').update(token).digest('hex');
    for (const fact of [
      NAME,
      `ID: ${id}`,
      'Role: Users',
      `Account: ${ACCOUNT}`,
      `SHA-256 starts with: ${fingerprint.slice(0, 8)}\n`,
    ]) {
      expect(text).toContain(fact);
    }
    expect(text).toMatch(/^Expires: \d{4}-\d\d-\d\d \d\d:\d\d UTC$/m);
    for (const secret of [token.slice(token.indexOf('_')), fingerprint.slice(0, 9), KEYS.Administrators])
      expect(text).not.toContain(secret);
  });
});

test('the forms are in groups, the token alone before them', async ({ page, portal }) => {
  const { result } = await made(page, await portal());
  await expect(result.copyAs.getByRole('option', { selected: true })).toHaveText('Token only');
  await expect(result.copyAs.locator(':scope > option')).toHaveText(['Token only']);
  const groups = await result.copyAs
    .locator(':scope > optgroup')
    .evaluateAll((elements) => elements.map((group) => [group.getAttribute('label'), group.children.length]));
  expect(groups).toEqual([
    ['Shells', 6],
    ['CI', 6],
    ['Code', 3],
    ['Files', 3],
  ]);
});

test('for another product’s form the page says where it is, what to enter, and what uses it', async ({ page, portal }) => {
  const { result } = await made(page, await portal());
  for (const { form, entries, usedIn, usage } of WEB_FORMS) {
    await test.step(form, async () => {
      await result.copyAs.selectOption({ label: form });
      for (const [label, entry] of entries) await expect(result.entry(label)).toHaveText(entry);
      const line = page.getByRole('figure', { name: usedIn, exact: true }).getByRole('code');
      expect((await line.innerText()).trim()).toBe(usage);
    });
  }
});

test('what is seen of a form has dots for the token, shown or hidden', async ({ page, portal }) => {
  const { result, token } = await made(page, await portal());
  await result.copyAs.selectOption({ label: '.env file' });
  await expect(result.preview).toContainText(`GCORE_API_KEY=${DOTS}`);
  await expect(result.token).toHaveText(token);
  await expect(result.preview).not.toContainText(token.slice(token.indexOf('_') + 1));
  await result.hide.click();
  await expect(result.preview).toContainText(`GCORE_API_KEY=${DOTS}`);
  expect(await page.content()).not.toContain(token);
});

test('the next token starts with the form that was chosen for the last one', async ({ page, portal }) => {
  const { create, result } = await made(page, await portal());
  await result.copyAs.selectOption({ label: 'Kubernetes secret' });
  const receipt = await result.finish();
  await receipt.createAnotherLikeThis.click();
  await create.submit();
  await expect(result.copyAs.getByRole('option', { selected: true })).toHaveText('Kubernetes secret');
  await expect(result.preview).toContainText('kind: Secret');
  // A visit ends with the page.
  await page.reload();
  await create.fill();
  await create.submit();
  await expect(result.copyAs.getByRole('option', { selected: true })).toHaveText('Token only');
});

test(
  'where the clipboard is refused, nothing is called copied, and the other ways are named',
  CHROMIUM_ONLY,
  async ({ page, portal }) => {
    await lockClipboard(page, 'refused');
    const { create, result, token } = await made(page, await portal());
    await result.copyIn('.env file');
    const failed = 'Could not copy. Choose “Token only”, or download the file.';
    await expect(result.announcement).toHaveText(failed);
    await expect(page.getByRole('main').getByText(failed)).toBeVisible();
    await expect(result.copy).toHaveText('Copy token', { useInnerText: true });
    await expect(result.token).toHaveText(token);
    expect((await saved(page, () => result.download.click())).text).toContain(token);
    const receipt = await result.finish();
    await receipt.copyReceipt.click();
    await expect(create.announcement).toHaveText(/^Could not copy the receipt/);
  },
);

const DAY = 86_400_000;
const stamp = (at: number): string => `${new Date(at).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;

test('a reminder is a calendar file some days before the end, and none for Never', CHROMIUM_ONLY, async ({ page, portal }) => {
  const now = Date.parse('2026-10-20T12:34:56Z');
  await page.clock.setFixedTime(now);
  const here = await portal({ emulatorArgs: ['--now', new Date(now).toISOString()] });
  // Ends are whole minutes.
  const minute = Date.parse('2026-10-20T12:34:00Z');
  const reminders: [NewToken, number][] = [
    [{ expiration: '90 days' }, minute + 83 * DAY],
    // A week before the end would be at once, so it is after half of the time.
    [{ expiration: '7 days' }, (now + minute + 7 * DAY) / 2],
    [{ expiration: 'Custom', until: '2028-02-29T23:59' }, Date.parse('2028-02-22T23:59Z')],
  ];
  for (const [fields, at] of reminders) {
    const { create, result, token, id } = await made(page, here, fields);
    const receipt = await result.finish();
    const { name, text } = await saved(page, () => receipt.downloadReminder.click());
    await expect(create.announcement).toHaveText(/^(Token saved|Reminder downloaded.*)$/);
    expect(name).toBe(`gcore-token-deploy-it-home-${id}.ics`);
    const lines = text.split('\r\n');
    expect(lines.pop()).toBe('');
    for (const line of lines) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const whole = text.replaceAll('\r\n ', '').split('\r\n');
    expect([whole[0], whole.at(-2)]).toEqual(['BEGIN:VCALENDAR', 'END:VCALENDAR']);
    expect(whole).toContain(`DTSTART:${stamp(at)}`);
    expect(whole).toContain('BEGIN:VALARM');
    expect(whole.find((line) => line.startsWith('SUMMARY:'))).toContain(NAME);
    expect(text).not.toContain(token.slice(token.indexOf('_')));
  }

  const { result } = await made(page, here, { expiration: 'Never' });
  const receipt = await result.finish();
  await expect(receipt.copyReceipt).toBeVisible();
  await expect(receipt.downloadReminder).toHaveCount(0);
});

test('what was revoked is neither kept nor reminded of', CHROMIUM_ONLY, async ({ page, portal }) => {
  const { result } = await made(page, await portal());
  await result.revokeAndConfirm();
  await expect(result.revokedHeading).toBeFocused();
  for (const name of ['Copy receipt', 'Download reminder', 'Copy token', 'Download as a file']) {
    await expect(page.getByRole('button', { name, exact: true })).toHaveCount(0);
  }
});

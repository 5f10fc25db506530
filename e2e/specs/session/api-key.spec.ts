import type { Locator } from '@playwright/test';
import { ACCOUNT, HOLDERS, KEYS } from '../../../testing/emulator.ts';
import { ROLE_NAMES } from '../../../testing/facts.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { hold } from '../../support/hold.ts';
import { LOOKED_UP } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { expect, RULES, test } from '../../support/test.ts';


/** Pastes as a person does: through the clipboard and the keyboard. */
const paste = async (field: Locator, text: string): Promise<void> => {
  await field.page().evaluate((copied) => navigator.clipboard.writeText(copied), text);
  await field.focus();
  await field.press('ControlOrMeta+a');
  await field.press('ControlOrMeta+v');
};

test.describe('a pasted key', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('is mended silently where that is safe', async ({ page, portal }) => {
    const here = await portal();
    const create = await CreatePage.open(page, here);
    const key = KEYS.Engineers;
    const wrapped = [
      key,
      `  ${key}  `,
      `${key}\n`,
      `\r\n\t${key}\r\n`,
      `"${key}"`,
      `'${key}'`,
      `“${key}”`,
      `\`${key}\``,
      `APIKey ${key}`,
      `apikey  ${key}`,
      `Authorization: APIKey ${key}`,
      `"Authorization: APIKey ${key}"\n`,
      `\u{feff}${key}\u{200b}`,
      `Bearer ${key}`,
      `export GCORE_API_KEY='${key}'`,
      `GCORE_API_KEY=${key}`,
      `$env:GCORE_API_KEY = '${key}'`,
      `curl -H 'Authorization: APIKey ${key}' https://api.gcore.com/iam/clients/me`,
      `{"token": "${key}"}`,
    ];
    for (const [count, pasted] of wrapped.entries()) {
      await paste(create.apiKey, pasted);
      await expect(create.access.line, pasted).toContainText(HOLDERS.Engineers);
      await create.errors.expectGone();
      expect(here.server.requests(LOOKED_UP).map(({ headers }) => headers.authorization)[count]).toBe(`APIKey ${key}`);
      await create.forgetKey.click();
    }
    // One version of Gcore's guide has people keep it like this.
    await paste(create.apiKey, `APIKey ${KEYS.legacy.replace('$', '\\$')}\n`);
    await expect.poll(() => here.server.requests(LOOKED_UP).at(-1)?.headers.authorization).toBe(`APIKey ${KEYS.legacy}`);
  });

  test('that nothing mends is refused with what happened to it, before anything is sent', RULES, async ({ page, portal }) => {
    const here = await portal();
    const create = await CreatePage.open(page, here);
    await create.fill({ key: '' });
    const broken: [string, RegExp][] = [
      ['', /^Enter your API key\.$/],
      [' \n ', /^Enter your API key\.$/],
      ['1004', /only the first part of an API key.*from the “\$” on/],
      ['APIKey 1004', /only the first part of an API key/],
      ['1001_demo administrator', /a space in the middle/],
      ['1001_demo–administrator', /a character that API keys never contain/],
      ['1001_dem…', /a character that API keys never contain/],
      ['demo-administrator', /starts with digits/],
      ['1001_', /starts with digits/],
      ['$GCORE_API_KEY', /starts with digits/],
      [`${KEYS.Administrators} ${KEYS.Engineers}`, /a space in the middle/],
      [`A='${KEYS.Administrators}' B='${KEYS.Engineers}'`, /more than one API key/],
      [KEYS.Administrators.repeat(2), /the same API key twice/],
      ['Bearer', /starts with digits/],
    ];
    for (const [pasted, message] of broken) {
      if (pasted === '') await create.apiKey.fill('');
      else await paste(create.apiKey, pasted);
      for (const button of [create.create, create.lookUp]) {
        await button.click();
        await create.errors.expectShown();
        await expect(create.errors.links, pasted).toHaveText(message);
      }
      await create.errors.expectFor(create.apiKey, message.source.startsWith('^') ? /Enter your API key\./ : message);
    }
    await expect(create.errors.region).not.toContainText('administrator');
    expect(here.server.apiRequests).toEqual([]);
  });
});

test('a key is masked until it is asked for, and no password manager is offered it', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  // Not whole, so that its field stays.
  const typed = '1002_';
  await create.apiKey.fill(typed);
  const mask = () => create.apiKey.evaluate((field) => getComputedStyle(field).getPropertyValue('-webkit-text-security'));

  expect(await mask()).toBe('disc');
  await expect(create.showApiKey).toHaveAttribute('aria-pressed', 'false');
  await create.showApiKey.click();
  expect(await mask()).toBe('none');
  await expect(create.showApiKey).toHaveAttribute('aria-pressed', 'true');
  await create.showApiKey.click();
  expect(await mask()).toBe('disc');
  await expect(create.apiKey).toHaveValue(typed);

  await expect(create.apiKey).toHaveAttribute('autocomplete', 'off');
  await expect(create.apiKey).not.toHaveAttribute('type', 'password');
  await expect(create.apiKey).not.toHaveAttribute('name');
  await expect(create.apiKey).toHaveAttribute('spellcheck', 'false');
  for (const manager of ['data-1p-ignore', 'data-bwignore', 'data-lpignore'])
    await expect(create.apiKey).toHaveAttribute(manager, 'true');
});

/** Who is named for a key, and the roles above theirs. */
const NAMED: { key: string; role: string; person: string; beyond: readonly string[] }[] = [
  { key: KEYS.Administrators, role: 'Administrators', person: HOLDERS.Administrators, beyond: [] },
  { key: KEYS.Engineers, role: 'Engineers', person: HOLDERS.Engineers, beyond: ['Administrators'] },
  {
    key: KEYS.Users,
    role: 'Users',
    person: HOLDERS.Users,
    beyond: ROLE_NAMES.filter((name) => name !== 'Users'),
  },
];

test('the look-up says who holds the key, and warns of each role above theirs', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  for (const { key, role, person, beyond } of NAMED) {
    await create.access.enterKey(key);
    await create.lookUp.click();
    await expect(create.announcement).toHaveText(`Account ${ACCOUNT} found`);
    await expect(create.access.line).toHaveText(new RegExp(`\\(${ACCOUNT}\\) · ${person} · ${role}$`));
    for (const option of ROLE_NAMES) {
      await create.role.selectOption({ label: beyond.includes(option) ? `${option} – above your role` : option });
      await expect(page.getByText(`your own role is ${role}`), `${role} → ${option}`).toHaveCount(
        beyond.includes(option) ? 1 : 0,
      );
    }
    // Another key belongs to somebody else, until it is looked up.
    await create.access.unfold();
    await create.apiKey.press('End');
    await create.apiKey.pressSequentially('x');
    await expect(page.getByText(person)).toHaveCount(0);
  }
});

test('a look-up that fails says why and leaves the Account ID to be typed', async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  await create.apiKey.fill('1001_wrong');
  await create.lookUp.click();
  await create.errors.expectShown();
  await create.errors.expectFor(create.apiKey, /does not accept this API key/);

  here.server.fail(LOOKED_UP, { kind: 'answer', status: 403, body: '{"message":"Not for you."}' });
  await create.fill();
  await create.lookUp.click();
  await create.errors.expectSays(
    'The account could not be looked up.',
    'You can still enter the Account ID yourself.',
    'Not for you.',
  );
  await create.errors.expectShown();
  await expect(create.account).toHaveValue(String(ACCOUNT));
  await create.submit();
});

test('a slow look-up of a key that was replaced meanwhile names nobody', RULES, async ({ page, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(page, here);
  const slow = await hold(page, LOOKED_UP, 'answer');
  await create.apiKey.fill(KEYS.Administrators);
  const answered = page.waitForResponse(LOOKED_UP.path);
  await create.lookUp.click();
  await slow.arrived();
  await create.lookUp.click();
  await create.apiKey.fill(KEYS.Users);
  slow.release();
  await answered;
  await settled(page);
  await expect(page.getByText(HOLDERS.Administrators)).toHaveCount(0);
  await create.lookUp.click();
  await expect(page.getByText(HOLDERS.Users)).toBeVisible();
  const asked = here.server.requests(LOOKED_UP).map(({ headers }) => headers.authorization);
  expect(asked).toEqual([`APIKey ${KEYS.Administrators}`, `APIKey ${KEYS.Users}`]);
});

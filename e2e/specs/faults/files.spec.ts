import type { Page } from '@playwright/test';
import { KEYS } from '../../../testing/emulator.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { TokensPage } from '../../pages/tokens-page.ts';
import { LISTED } from '../../support/requests.ts';
import { expect, RULES, test } from '../../support/test.ts';
import { Observer } from './observer.ts';
import { Section } from './table.ts';

const KEY = KEYS.Administrators;

const CASE = {
  noWasm: 'The wasm file is missing (404)',
  blockedWasm: 'The wasm file is blocked',
  damagedWasm: 'The wasm file is damaged',
  otherWasm: 'The wasm file is of another release',
  typedWasm: 'The wasm file comes as `application/octet-stream`',
  noGlue: 'The script beside the wasm file is missing',
  changedGlue: 'The script beside the wasm file is not the page’s own',
  noWebAssembly: 'The browser has no WebAssembly',
  noJavaScript: 'The browser runs no JavaScript',
  noStyles: 'No stylesheet is there',
} as const;

const section = new Section('files', Object.values(CASE));

const NOT_LOADED = /The page could not be loaded\. Check your connection and load it again\./;

/** The page says so, and the form that index.html paints is gone: it should not take a key that nothing forgets. */
const expectNotLoaded = async (page: Page, words: RegExp): Promise<void> => {
  await expect(page.getByRole('status')).toHaveText(words);
  const create = new CreatePage(page);
  await expect(create.create).toHaveCount(0);
  await expect(page.getByRole('textbox')).toHaveCount(0);
};

test('a wasm file that is not the page’s own is not run', RULES, async ({ page, portal, expected }) => {
  expected.consoleError(/Failed to load resource|Failed to find a valid digest|TypeError|CompileError|integrity/);
  const here = await portal();
  const observer = new Observer(page, here.server, KEY);
  const original = await (await fetch(new URL(await wasmName(here.url), here.url))).arrayBuffer();
  const damaged = Buffer.from(original);
  damaged.writeUInt8(damaged.readUInt8(damaged.length >> 1) ^ 1, damaged.length >> 1);
  const contentType = 'application/wasm';
  const faults = [
    { title: CASE.noWasm, response: { status: 404, body: 'Not Found' } },
    { title: CASE.blockedWasm, response: undefined },
    { title: CASE.damagedWasm, response: { contentType, body: damaged } },
    // The smallest module there is: it would run, were it not for the hash.
    { title: CASE.otherWasm, response: { contentType, body: Buffer.from('0061736d01000000', 'hex') } },
  ];
  for (const { title, response } of faults) {
    await test.step(title, async () => {
      await page.route('**/*.wasm', (route) => (response ? route.fulfill(response) : route.abort('blockedbyclient')));
      await page.goto(here.url);
      await expectNotLoaded(page, NOT_LOADED);
      section.note(title, await observer.end());
      await page.unroute('**/*.wasm');
    });
  }
});

const wasmName = async (url: string): Promise<string> => /[^"]+_bg\.wasm/.exec(await (await fetch(url)).text())?.[0] ?? '';

test('a wasm file of the wrong type still runs', RULES, async ({ page, portal }) => {
  const here = await portal();
  const observer = new Observer(page, here.server, KEY);
  await page.route('**/*.wasm', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, headers: { ...response.headers(), 'content-type': 'application/octet-stream' } });
  });
  await CreatePage.open(page, here);
  section.note(CASE.typedWasm, await observer.end());
  await TokensPage.open(page, here);
});

test('a script beside the wasm file that is not the page’s own is not run', RULES, async ({ page, portal, expected }) => {
  expected.consoleError(/Failed to load resource|Failed to find a valid digest|TypeError/);
  const here = await portal();
  const observer = new Observer(page, here.server, KEY);
  const glue = /gcore-token-portal-[0-9a-f]+\.js$/;
  await page.route(glue, (route) => route.fulfill({ status: 404, body: '' }));
  await page.goto(here.url);
  await expectNotLoaded(page, NOT_LOADED);
  await page.unroute(glue);
  section.note(CASE.noGlue, await observer.end());

  // It would run, were it not for the hash.
  await page.route(glue, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: `${await response.text()}\n` });
  });
  await page.goto(here.url);
  await expectNotLoaded(page, NOT_LOADED);
  section.note(CASE.changedGlue, await observer.end());
});

test('a browser without WebAssembly is told to use another one', RULES, async ({ page, portal, expected }) => {
  expected.consoleError(/ReferenceError|TypeError/);
  const here = await portal();
  const observer = new Observer(page, here.server, KEY);
  await page.addInitScript(() => Reflect.deleteProperty(window, 'WebAssembly'));
  await page.goto(here.url);
  await expectNotLoaded(page, /cannot run WebAssembly/);
  section.note(CASE.noWebAssembly, await observer.end());
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('the page says what it needs', RULES, async ({ page, portal }) => {
    const here = await portal();
    const observer = new Observer(page, here.server, KEY);
    await page.goto(here.url);
    // By its element: the driver looks for no text in noscript.
    const words = page.locator('noscript p');
    await expect(words).toBeVisible();
    await expect(words).toContainText('This page needs JavaScript and WebAssembly.');
    // What can't be used takes no key either.
    await expect(new CreatePage(page).apiKey).toBeHidden();
    section.note(CASE.noJavaScript, await observer.end(await words.innerText()));
  });
});

test('without styles the page still works', RULES, async ({ page, portal, expected }) => {
  expected.consoleError(/Failed to load resource/);
  const here = await portal();
  const observer = new Observer(page, here.server, KEY);
  await page.route('**/*.css', (route) => route.fulfill({ status: 404, body: '' }));
  const create = await CreatePage.open(page, here);
  await create.fill();
  // What the page asks for by itself is over by then.
  await expect.poll(() => here.server.requests(LISTED).length).toBe(1);
  observer.start();
  const result = await create.submit();
  observer.about(await result.readToken());
  section.note(CASE.noStyles, await observer.end());
});

test('the table lists these cases and no others', RULES, () => section.expectListed());

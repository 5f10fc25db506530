import type { CDPSession, Locator, Page, Route } from '@playwright/test';
import { KEYS } from '../../../testing/emulator.ts';
import { CreatePage } from '../../pages/create-page.ts';
import { ReceiptPage } from '../../pages/receipt-page.ts';
import { ResultPage } from '../../pages/result-page.ts';
import { stringsInHeap } from '../../support/heap.ts';
import { holdProgram } from '../../support/hold-program.ts';
import { POSTED } from '../../support/requests.ts';
import { settled } from '../../support/settled.ts';
import { CHROMIUM_ONLY, expect, test } from '../../support/test.ts';
import { FIELDS, placesOf, secretOf, TEXT, traces } from '../../support/traces.ts';
import { timesInWasmMemory, watchWasmMemory } from '../../support/wasm-memory.ts';

const KEY = KEYS.Administrators;
const AX_TREE = 'the accessibility tree';

/** Where a token is while it is on screen. */
const ON_SCREEN = [TEXT, 'the HTML', AX_TREE];
/**
 * Where the key is while its field holds it. The field is a text field that a style masks, so that no password manager offers
 * to keep the key; its value is open to assistive technology, which a password field's is not. docs/threat-model.md says so.
 */
const IN_ITS_FIELD = [FIELDS, AX_TREE];

/** All that is known of a page from inside, and by the browser's own protocol where it has one. */
class Scan {
  private readonly said: string[] = [];
  private readonly tokens: string[] = [];

  private constructor(
    private readonly page: Page,
    private readonly protocol: CDPSession | undefined,
  ) {
    page.on('console', (message) => this.said.push(message.text()));
    page.on('pageerror', (error) => this.said.push(`${error.message} ${error.stack ?? ''}`));
  }

  static async of(page: Page): Promise<Scan> {
    const chromium = page.context().browser()?.browserType().name() === 'chromium';
    return new Scan(page, chromium ? await page.context().newCDPSession(page) : undefined);
  }

  /** A token that was made. */
  made(token: string): void {
    this.tokens.push(token);
  }

  /** Key and tokens are exactly where this state needs them. */
  async expect(state: string, { key = [], token = [] }: { key?: string[]; token?: string[] }): Promise<void> {
    await test.step(state, async () => {
      await settled(this.page);
      const found = await this.everything();
      const known = (places: string[]): string[] => (this.protocol ? places : places.filter((place) => place !== AX_TREE)).sort();
      expect(placesOf(secretOf(KEY), found).sort(), `${state}: where the key is`).toEqual(known(key));
      for (const [at, made] of this.tokens.entries()) {
        const last = at === this.tokens.length - 1;
        expect(placesOf(secretOf(made), found).sort(), `${state}: where a token is`).toEqual(last ? known(token) : []);
      }
    });
  }

  /** The text is in every place that is looked at, but for these. */
  async expectEverywhereBut(places: string[], text: string): Promise<void> {
    const found = await this.everything();
    const elsewhere = Object.keys(found).filter((place) => !places.includes(place));
    expect(placesOf(text, found).sort()).toEqual(elsewhere.sort());
  }

  private async everything(): Promise<Record<string, string>> {
    return {
      ...(await traces(this.page)),
      'the console': this.said.join('\n'),
      'the browser’s cookies and storage': JSON.stringify(await this.page.context().storageState({ indexedDB: true })),
      ...(await this.byProtocol()),
    };
  }

  private async byProtocol(): Promise<Record<string, string>> {
    if (!this.protocol) return {};
    const history = await this.protocol.send('Page.getNavigationHistory');
    const tree = await this.protocol.send('Accessibility.getFullAXTree');
    return { 'the history': JSON.stringify(history.entries), [AX_TREE]: JSON.stringify(tree.nodes) };
  }
}

const leave = (page: Page): Promise<unknown> =>
  page.evaluate(() => dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true })));

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

/** The token as it is on screen, from then on looked for. */
const madeToken = async (page: Page, scan: Scan): Promise<ResultPage> => {
  const result = new ResultPage(page);
  await expect(result.heading).toBeVisible();
  scan.made(await result.readToken());
  return result;
};

test('the scan finds a secret in each place where it could be', async ({ page, portal }) => {
  const here = await portal();
  const scan = await Scan.of(page);
  await CreatePage.open(page, here);
  const planted = secretOf(KEY);
  await page.evaluate(async (text) => {
    localStorage.setItem('a', text);
    sessionStorage.setItem('a', text);
    document.cookie = `a=${text}`;
    await (await caches.open('a')).put('/a', new Response(text));
    await new Promise<void>((done) => {
      const opening = indexedDB.open(text);
      opening.onupgradeneeded = () => opening.result.createObjectStore('a').add(text, 'a');
      opening.onsuccess = () => done();
    });
    history.replaceState({ a: text }, '', `#create?name=${text}`);
    document.title = text;
    window.name = text;
    document.body.setAttribute('data-a', text);
    document.body.append(text);
    performance.mark(text);
    Object.defineProperty(window, 'hidden', { value: { [Symbol('a')]: text }, enumerable: false });
    console.log(text);
  }, planted);
  await new CreatePage(page).name.fill(planted);
  await page.evaluate(() => getSelection()?.selectAllChildren(document.body));
  // A worker would need a file of its own, and the page was opened by no other.
  const unplanted = ['service workers', 'the referrer'];
  await scan.expectEverywhereBut(unplanted, planted);
});

test('key and token are nowhere but where they are needed, from an empty form to a saved token', async ({ page, portal }) => {
  const here = await portal();
  const scan = await Scan.of(page);
  const create = await CreatePage.open(page, here);
  await scan.expect('empty', {});

  await create.apiKey.fill(KEY);
  await scan.expect('key typed', { key: IN_ITS_FIELD });
  await create.showApiKey.click();
  await scan.expect('key shown', { key: IN_ITS_FIELD });

  await create.lookUpAccount();
  await scan.expect('looked up', {});
  await create.access.unfold();
  await scan.expect('to be changed', { key: IN_ITS_FIELD });
  await create.fill({ role: 'Administrators' });
  await create.lookUpAccount();
  await create.preview.click();
  await expect(create.previewed).toBeVisible();
  await scan.expect('request shown', {});

  here.server.fail(
    { ...POSTED, times: 1 },
    { kind: 'answer', status: 401, body: JSON.stringify({ message: `What is ${KEY}?` }) },
  );
  await create.create.click();
  await expect(create.review.region).toBeVisible();
  await scan.expect('review', {});
  await create.review.createAnyway.click();
  await create.errors.expectShown();
  await scan.expect('refused, with words that quote the key', { key: IN_ITS_FIELD });

  await create.role.selectOption({ label: 'Users' });
  let release = (): void => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const hold = async (route: Route): Promise<void> => {
    await released;
    await route.continue();
  };
  await page.route('**/tokens', hold, { times: 1 });
  await create.create.click();
  await expect(create.announcement).toHaveText('Creating token');
  await scan.expect('creating', {});
  release();

  const result = await madeToken(page, scan);
  await scan.expect('created', { token: ON_SCREEN });
  await result.hide.click();
  await scan.expect('hidden', {});
  await result.show.click();
  await scan.expect('shown again', { token: ON_SCREEN });
  await result.verify.click();
  await expect(result.announcement).toHaveText(/^The token works/);
  await scan.expect('verified', { token: ON_SCREEN });

  await result.finish();
  await scan.expect('saved', {});
  await new ReceiptPage(page).createAnotherLikeThis.click();
  await scan.expect('another like this', {});
  await create.forgetKey.click();
  await scan.expect('key forgotten', {});
});

test.describe('with a clipboard', () => {
  // Not in every browser can a test allow it.
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });
  test('a token that was copied, written as something else or downloaded stays nowhere else', async ({ page, portal }) => {
    const here = await portal();
    const scan = await Scan.of(page);
    const create = await CreatePage.open(page, here);
    await create.fill();
    await create.create.click();
    const result = await madeToken(page, scan);
    await result.copy.click();
    await expect(result.announcement).toHaveText('Token copied');
    await scan.expect('copied', { token: ON_SCREEN });
    await result.copyIn('Python');
    await expect(result.announcement).toHaveText('Copied as Python');
    await scan.expect('copied in a form', { token: ON_SCREEN });
    await result.finish();
    await button(page, 'Clear clipboard').click();
    await expect(result.announcement).toHaveText('Clipboard cleared');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('');
    await scan.expect('saved, clipboard cleared', {});
  });
});

test('key and token are nowhere after a revocation, a lost answer and a way back', async ({ page, portal }) => {
  const here = await portal();
  const scan = await Scan.of(page);
  const create = await CreatePage.open(page, here);
  await create.fill();
  await create.create.click();
  const result = await madeToken(page, scan);
  await result.revokeAndConfirm();
  await expect(result.revokedHeading).toBeVisible();
  await scan.expect('revoked', {});

  await result.createAnotherLikeThis.click();
  here.server.fail(
    { ...POSTED, times: 1 },
    {
      kind: 'rewrite',
      change: ({ status, body }) => {
        scan.made((JSON.parse(body) as { token: string }).token);
        return { status, body: body.slice(0, -1) };
      },
    },
  );
  await create.create.click();
  await create.unconfirmed.expectFinding('found');
  await scan.expect('lost', {});
  await create.unconfirmed.keepAndGoOn.click();

  await leave(page);
  await expect(create.apiKey).toHaveValue('');
  await scan.expect('form left', {});
  await create.fill();
  await create.create.click();
  await madeToken(page, scan);
  await leave(page);
  await expect(result.token).toHaveCount(0);
  await scan.expect('token left', {});
});

test('the list of tokens, its dialog and a rotation hold the key in its field and nowhere else', async ({ page, portal }) => {
  const here = await portal({ emulatorArgs: ['--sample-tokens'] });
  const scan = await Scan.of(page);
  await page.goto(`${here.url}#tokens`);
  const access = new CreatePage(page);
  await access.apiKey.fill(KEY);
  await button(page, 'Show tokens').click();
  await expect(page.getByRole('table', { name: 'API tokens' })).toBeVisible();
  await scan.expect('list', {});
  await access.access.unfold();
  await scan.expect('list, access unfolded', { key: IN_ITS_FIELD });
  await page.getByRole('textbox', { name: 'Search tokens' }).fill('grafana');
  await scan.expect('searched, which the address says', {});

  const dialog = page.getByRole('alertdialog');
  await button(page, 'Revoke Grafana dashboards').click();
  await expect(dialog).toBeVisible();
  await scan.expect('dialog', {});
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);

  await button(page, 'Rotate Grafana dashboards').click();
  await expect(access.create).toBeVisible();
  await scan.expect('rotating', {});
  await access.create.click();
  await access.review.createAnyway.click();
  const result = await madeToken(page, scan);
  await scan.expect('rotated', { token: ON_SCREEN });
  await access.toTokens.click();
  await expect(button(page, 'Show tokens').or(button(page, 'Refresh'))).toBeVisible();
  await scan.expect('list, with an unsaved token behind it', {});
  await page.goBack();
  await result.finish();
  await scan.expect('rotation saved', {});
  await access.toTokens.click();
  await access.forgetKey.click();
  await scan.expect('key forgotten beside the list', {});
});

test('the program’s memory holds a secret for as long as it is needed, and not a byte of it afterwards', async ({
  page,
  portal,
}) => {
  await watchWasmMemory(page);
  const here = await portal();
  const create = new CreatePage(page);
  // Typed before the program is there, which is one more way for the key to come in.
  const letThrough = await holdProgram(page);
  await page.goto(here.url, { waitUntil: 'commit' });
  await create.apiKey.fill(KEY);
  letThrough();
  await create.waitForProgram();
  await create.name.fill('from early on');
  await create.role.selectOption({ label: 'Users' });
  await create.lookUpAccount();
  const times = (secret: string) => timesInWasmMemory(page, secretOf(secret));
  // It can be found where it is: the search sees what it looks for.
  expect(await times(KEY)).toBeGreaterThan(0);

  const result = await create.submit();
  const token = await result.readToken();
  expect(await times(token)).toBeGreaterThan(0);
  await result.verify.click();
  await expect(result.announcement).toHaveText(/^The token works/);
  await result.copyIn('Python');
  await expect(result.announcement).toHaveText(/^(Copied|Could not copy)/);
  await result.hide.click();
  await result.show.click();
  const receipt = await result.finish();
  await settled(page);
  expect(await times(token), 'the token, once saved').toBe(0);
  expect(await times(KEY), 'the key, which waits for the next token').toBeGreaterThan(0);

  await receipt.createAnother.click();
  await create.access.unfold();
  await expect(create.apiKey).toHaveValue(KEY);
  await create.forgetKey.click();
  await settled(page);
  expect(await times(KEY), 'the key, once forgotten').toBe(0);

  // The same on every other way out.
  await create.fill();
  const second = await (await create.submit()).readToken();
  await leave(page);
  await settled(page);
  for (const [what, secret] of [
    ['key', KEY],
    ['token', second],
  ] as const)
    expect(await times(secret), `the ${what}, once the page was left`).toBe(0);

  await create.fill();
  const third = await create.submit();
  const revoked = await third.readToken();
  await third.revokeAndConfirm();
  await expect(third.revokedHeading).toBeVisible();
  await settled(page);
  expect(await times(revoked), 'the token, once revoked').toBe(0);

  await result.createAnotherLikeThis.click();
  let lost = '';
  const cut = ({ status, body }: { status: number; body: string }) => {
    lost = (JSON.parse(body) as { token: string }).token;
    return { status, body: body.slice(0, -1) };
  };
  here.server.fail({ ...POSTED, times: 1 }, { kind: 'rewrite', change: cut });
  await create.create.click();
  await create.unconfirmed.expectFinding('found');
  expect(lost).not.toBe('');
  expect(await times(lost), 'a token that could not be read').toBe(0);
});

// Only Chromium tells what is in its heap.
test(
  'no string of the page’s JavaScript holds the token once it is saved, or the key once it is forgotten',
  CHROMIUM_ONLY,
  async ({ page, portal }) => {
    const here = await portal();
    const create = await CreatePage.open(page, here);
    const protocol = await page.context().newCDPSession(page);
    const times = async (secret: string): Promise<number> => {
      const strings = await stringsInHeap(protocol);
      return strings.filter((text) => text.includes(secretOf(secret))).length;
    };
    // Typed and learned past the page's JavaScript, where the test itself would leave them.
    let token = '';
    const note = ({ body, ...rest }: { status: number; body: string }) => {
      token = (JSON.parse(body) as { token: string }).token;
      return { ...rest, body };
    };
    here.server.fail(POSTED, { kind: 'rewrite', change: note });
    await create.apiKey.focus();
    await page.keyboard.insertText(KEY);
    expect(await times(KEY), 'the key in its field').toBeGreaterThan(0);
    await create.name.fill('heap');
    await create.role.selectOption({ label: 'Users' });

    const result = await create.submit();
    expect(await times(token), 'the token on screen').toBeGreaterThan(0);
    expect(await times(KEY), 'the key, which the program keeps').toBe(0);
    const receipt = await result.finish();
    await settled(page);
    expect(await times(token), 'the token, once saved').toBe(0);

    await receipt.createAnother.click();
    await create.waitForProgram();
    await create.forgetKey.click();
    await settled(page);
    expect(await times(KEY), 'the key, once forgotten').toBe(0);
  },
);

const WAYS_TO_FORGET: Record<string, (create: CreatePage) => Promise<unknown>> = {
  'Forget API key': (create) => create.forgetKey.click(),
  'the page being left': (create) => leave(create.page),
};

for (const [what, forget] of Object.entries(WAYS_TO_FORGET)) {
  test(`neither undoing nor redoing brings a key back after ${what}`, async ({ page, portal }) => {
    const create = await CreatePage.open(page, await portal());
    await create.apiKey.focus();
    await page.keyboard.insertText(KEY);
    await expect(create.apiKey).toHaveValue(KEY);
    await forget(create);
    await expect(create.apiKey).toHaveValue('');
    for (const press of ['ControlOrMeta+z', 'ControlOrMeta+z', 'ControlOrMeta+Shift+z', 'ControlOrMeta+Shift+z']) {
      await create.apiKey.press(press);
      await settled(page);
      expect(await create.apiKey.inputValue(), press).toBe('');
    }
  });
}

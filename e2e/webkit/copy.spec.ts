import { HOLDERS, KEYS } from '../../testing/emulator.ts';
import { CreatePage } from './pages/create-page.ts';
import type { Tab } from './tab.ts';
import { expect, test } from './test.ts';

const COPIED = 'Token copied';
const BY_HAND = 'Could not copy the token. It is selected: press Ctrl+C, or ⌘C on a Mac.';

/** What the clipboard holds: pasted by hand into a field of another page, since WebKit lets no script read it unasked. */
const pastedElsewhere = (tab: Tab, here: { url: string }): Promise<string> =>
  tab.elsewhere(async (other) => {
    const { name } = await CreatePage.open(other, here);
    await name.paste();
    return name.value();
  });

test('the button copies the token, shown or hidden, and says so', async ({ tab, portal }) => {
  const here = await portal();
  const create = await CreatePage.open(tab, here);
  await create.fill();
  const result = await create.submit();
  const token = await result.readToken();
  await result.copy.click();
  await result.announcement.expectText(COPIED);
  await result.copy.expectText('Copied');
  expect(await pastedElsewhere(tab, here)).toBe(token);

  await result.hide.click();
  await result.expectMasked(token);
  await result.copyAs.choose('.env file');
  await result.copy.click();
  await result.announcement.expectText('Copied as .env file');
  expect(await pastedElsewhere(tab, here)).toContain(`GCORE_API_KEY=${token}`);
});

/** How a browser keeps a page from the clipboard: it refuses, or has none, as on a page that is not served securely. */
const LOCKS = {
  refuses: 'Object.defineProperty(navigator, "clipboard", { value: { writeText: () => Promise.reject(new Error("no")) } });',
  'is missing': 'Object.defineProperty(navigator, "clipboard", { value: undefined });',
};

for (const [how, lock] of Object.entries(LOCKS)) {
  test(`a clipboard that ${how} is reached the older way`, async ({ tab, portal }) => {
    const here = await portal();
    here.server.initScripts.push(lock);
    const create = await CreatePage.open(tab, here);
    await create.fill();
    const result = await create.submit();
    const token = await result.readToken();
    await result.copy.click();
    await result.announcement.expectText(COPIED);
    expect(await pastedElsewhere(tab, here)).toBe(token);
  });

  test(`where the clipboard ${how} and nothing copies, the token is left selected`, async ({ tab, portal }) => {
    const here = await portal();
    here.server.initScripts.push(lock, 'document.execCommand = () => false;');
    const create = await CreatePage.open(tab, here);
    await create.fill();
    const result = await create.submit();
    await result.copy.click();
    await result.announcement.expectText(BY_HAND);
    expect(await tab.selection()).toBe(await result.readToken());
  });
}

test('a pasted API key is looked up by itself', async ({ tab, portal }) => {
  const create = await CreatePage.open(tab, await portal());
  await create.name.fill(KEYS.Engineers);
  await create.name.cut();
  await create.apiKey.paste();
  await create.change.expectShown();
  await tab.expectSays(HOLDERS.Engineers);
  await create.name.expectFocused();
});

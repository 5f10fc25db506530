import type { Locator } from '@playwright/test';
import { CreatePage } from '../../pages/create-page.ts';
import { type ClipboardLock, lockClipboard, readClipboard } from '../../support/clipboard.ts';
import { createToken } from '../../support/create-token.ts';
import { expect, test } from '../../support/test.ts';

const COPIED = 'Token copied';
const BY_HAND = 'Could not copy the token. It is selected: press Ctrl+C, or ⌘C on a Mac.';

test.describe('with a clipboard', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  test('the button copies the token, shown or hidden', async ({ page, portal }) => {
    const { result, token } = await createToken(page, await portal());
    await page.evaluate(() => navigator.clipboard.writeText('something else'));
    await result.copy.click();
    await expect(result.announcement).toHaveText(COPIED);
    expect(await readClipboard(page)).toBe(token);

    await result.hide.click();
    await page.evaluate(() => navigator.clipboard.writeText('something else'));
    await result.copy.click();
    await expect.poll(() => readClipboard(page)).toBe(token);
    // Somebody hid it for a reason; copying needs no sight of it.
    await expect(result.token).not.toContainText(token);
  });

  test('the button says that it has copied, for a moment, and nothing moves', async ({ page, portal }) => {
    await page.clock.install();
    const { result } = await createToken(page, await portal());
    const places = (): Promise<string> =>
      page.getByRole('main').evaluate((main) => {
        const parts = [...main.querySelectorAll('section *:not(button span)')];
        const seen = parts.filter((part) => part.checkVisibility() && !/^Clear clipboard/.test(part.textContent ?? ''));
        const place = ({ x, y, width, height }: DOMRect): string => [x, y + scrollY, width, height].join(' ');
        return seen.map((part) => place(part.getBoundingClientRect())).join('\n');
      });
    const before = await places();
    await expect(result.copy).toHaveText('Copy token', { useInnerText: true });
    await result.copy.click();
    await expect(result.copy).toHaveText('Copied', { useInnerText: true });
    await expect(result.copy).toHaveAccessibleName('Copy token');
    expect(await places()).toBe(before);
    await page.clock.fastForward(5000);
    await expect(result.copy).toHaveText('Copy token', { useInnerText: true });
    expect(await places()).toBe(before);

    // What was said of one form is not said of another.
    await result.copy.click();
    await expect(result.copy).toHaveText('Copied', { useInnerText: true });
    await result.copyAs.selectOption({ label: 'curl' });
    await expect(result.copy).toHaveText('Copy token', { useInnerText: true });
  });

  test('one button leads: first to copy, then to say that the token is saved', async ({ page, portal }) => {
    const { result } = await createToken(page, await portal());
    const expectLeads = async (one: Locator, other: Locator): Promise<void> => {
      await expect(one).toHaveClass(/\bprimary\b/);
      await expect(other).not.toHaveClass(/\bprimary\b/);
    };
    await expectLeads(result.copy, result.saved);
    // A line that asks for the token holds none.
    await result.copyIn('fish: prompt for the token');
    await expect(result.announcement).toHaveText('Copied as fish: prompt for the token');
    await expectLeads(result.copy, result.saved);
    await result.copyIn('fish');
    await expect(result.announcement).toHaveText('Copied as fish');
    await expectLeads(result.saved, result.copy);
  });

  for (const lock of ['refused', 'missing'] satisfies ClipboardLock[]) {
    test(`a clipboard that is ${lock} is reached the older way`, async ({ page, portal }) => {
      await lockClipboard(page, lock);
      const { result, token } = await createToken(page, await portal());
      await result.copy.click();
      await expect(result.announcement).toHaveText(COPIED);
      // Reading goes past the lock: pasted by hand into a field of another page.
      const other = await page.context().newPage();
      await other.goto(page.url());
      const name = new CreatePage(other).name;
      await name.focus();
      await name.press('ControlOrMeta+v');
      await expect(name).toHaveValue(token);
    });
  }
});

for (const lock of ['refused', 'missing'] satisfies ClipboardLock[]) {
  test(`where nothing copies (${lock}), the page says so and leaves the token selected`, async ({ page, portal }) => {
    await lockClipboard(page, lock, { olderWayToo: true });
    const { result, token } = await createToken(page, await portal());
    await result.copy.click();
    await expect(result.announcement).toHaveText(BY_HAND);
    expect(await result.selection()).toBe(token);
    await expect(page.getByText(COPIED)).toHaveCount(0);

    // What is hidden can't be selected, so it is shown for that.
    await result.hide.click();
    await expect(result.token).not.toContainText(token);
    await result.copy.click();
    await expect(result.token).toHaveText(token);
    await expect.poll(() => result.selection()).toBe(token);
  });
}

test('Hide and Show change what is seen and nothing else', async ({ page, portal }) => {
  const { result, token } = await createToken(page, await portal());
  const [id = ''] = token.split('_');
  await result.hide.click();
  await expect(result.token).not.toContainText(id);
  expect(await page.content()).not.toContain(token);
  await expect(result.show).toBeFocused();
  await result.show.click();
  await expect(result.token).toHaveText(token);
});

import { expect, type Locator, type Page } from '@playwright/test';

/** Neither the document nor its main part can be scrolled sideways. */
export const expectNoSidewaysScrolling = async (page: Page): Promise<void> => {
  const tooWide = await page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('main')]
      .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
      .map(({ tagName, scrollWidth, clientWidth }) => `${tagName} is ${scrollWidth} px wide, with room for ${clientWidth}`),
  );
  expect(tooWide, 'what scrolls sideways').toEqual([]);
};

/** Words whose letters don't stand on one line. Whatever matches `but` may break, such as a name without an end. */
export const expectWholeWords = async (cells: Locator, { but = /$^/ }: { but?: RegExp } = {}): Promise<void> => {
  const broken = await cells.evaluateAll(
    (elements, pattern) =>
      elements.flatMap((element) => {
        const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
        const found: string[] = [];
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
          for (const { index, 0: word } of (node.textContent ?? '').matchAll(/\S+/g)) {
            if (new RegExp(pattern).test(word)) continue;
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + word.length);
            // One line, in one piece or in several.
            const tops = [...range.getClientRects()].filter(({ width }) => width > 0).map(({ top }) => top);
            if (tops.length > 0 && Math.max(...tops) - Math.min(...tops) > 2) found.push(word);
          }
        }
        return found;
      }),
    but.source,
  );
  expect(broken, 'words that are broken over two lines').toEqual([]);
};

/** The text of no button goes on over a second line. */
export const expectButtonsOnOneLine = async (page: Page): Promise<void> => {
  const wrapped = await page
    .getByRole('button')
    .filter({ visible: true })
    .evaluateAll((buttons) =>
      buttons
        .filter((button) => {
          const range = document.createRange();
          range.selectNodeContents(button);
          const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
          // Two lines don't overlap from top to bottom.
          return boxes.some((one) => boxes.some((other) => other.top >= one.bottom - 1));
        })
        .map((button) => button.textContent?.trim() ?? ''),
    );
  expect(wrapped, 'buttons whose text wraps').toEqual([]);
};

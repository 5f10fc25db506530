import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** No violation of WCAG 2.2 A and AA, or of axe's best practices, in what is on screen now. */
export const expectAccessible = async (page: Page): Promise<void> => expectNothingFound(new AxeBuilder({ page }).withTags(RULES));

/** Text stands out from what is behind it: all that another colour scheme can change. */
export const expectContrast = async (page: Page): Promise<void> =>
  expectNothingFound(new AxeBuilder({ page }).withRules(['color-contrast']));

const expectNothingFound = async (axe: AxeBuilder): Promise<void> => {
  const { violations } = await axe.analyze();
  const findings = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map(({ html, failureSummary }) => `${html}\n${failureSummary ?? ''}`),
  }));
  expect(findings, 'accessibility').toEqual([]);
};

/** Nothing sticks out: there is no sideways scrolling, and no control ends outside the window. */
export const expectFits = async (page: Page): Promise<void> => {
  const sticksOut = await page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const elements = [...document.querySelectorAll('body *')];
    // What only screen readers see is clipped to nothing, however wide it is.
    const unseen = elements.filter((element) => getComputedStyle(element).clipPath !== 'none');
    const outside = elements.filter((element) => {
      if (unseen.some((clipped) => clipped.contains(element))) return false;
      const { left, right, width: own } = element.getBoundingClientRect();
      return own > 0 && (right > width + 1 || left < -1);
    });
    const scrolls = document.documentElement.scrollWidth > width ? ['scrolls sideways'] : [];
    // The first few tell enough.
    return [...scrolls, ...outside.slice(0, 5).map(({ outerHTML }) => outerHTML.slice(0, 200))];
  });
  expect(sticksOut).toEqual([]);
};

import { expect } from '@playwright/test';
import { Key, type WebDriver, type WebElement } from 'selenium-webdriver';
import { Select } from 'selenium-webdriver/lib/select.js';
import { escaped } from '../support/escaped.ts';

/** Roles that tests look for: elements that can have one, and what WebKit computes for them. */
const ROLES = {
  alert: { selector: '[role=alert]', computed: 'alert' },
  alertdialog: { selector: 'dialog', computed: 'alertdialog' },
  button: { selector: 'button', computed: 'button' },
  // A button that opens a menu, in WebKit's view.
  combobox: { selector: 'select', computed: 'button' },
  heading: { selector: 'h1, h2, h3', computed: 'heading' },
  link: { selector: 'a[href]', computed: 'link' },
  region: { selector: 'section', computed: 'region' },
  status: { selector: '[role=status]', computed: 'status' },
  // What unfolds more, for which it has no role.
  summary: { selector: 'summary', computed: '' },
  table: { selector: 'table', computed: 'table' },
  textbox: { selector: 'input, textarea', computed: 'textbox' },
} as const;
export type Role = keyof typeof ROLES;

type Name = string | RegExp;

const matches = (text: string, name: Name): boolean => (typeof name === 'string' ? text === name : name.test(text));

/** What is tried again until it works: the page answers in its own time, and puts new elements in place of old ones. */
export const eventually = (attempt: () => Promise<void>, timeout = 5_000): Promise<void> =>
  expect(attempt).toPass({ timeout, intervals: [20, 50, 100, 200] });

/**
 * Something on screen, by its role and its accessible name as WebKit computes them. It is looked for each time, and every step
 * waits until it can be taken.
 */
export class Part {
  constructor(
    protected readonly driver: WebDriver,
    readonly role: Role,
    readonly name: Name | undefined,
    private readonly inside?: Part,
  ) {}

  /** One that is in this one. */
  part(role: Role, name?: Name): Part {
    return new Part(this.driver, role, name, this);
  }

  toString(): string {
    return `${this.role} ${this.name ?? ''}${this.inside ? ` in ${this.inside}` : ''}`;
  }

  /** The elements that are it by now, of those that can be seen. */
  private async elements(): Promise<WebElement[]> {
    const { selector, computed } = ROLES[this.role];
    const root = await this.inside?.element();
    const candidates = await this.driver.executeScript<WebElement[]>(
      'return [...(arguments[1] ?? document).querySelectorAll(arguments[0])].filter((element) => element.checkVisibility())',
      selector,
      root,
    );
    const found: WebElement[] = [];
    for (const candidate of candidates) {
      if (this.name !== undefined && !matches(await candidate.getAccessibleName(), this.name)) continue;
      if ((await candidate.getAriaRole()) === computed) found.push(candidate);
    }
    return found;
  }

  private async element(): Promise<WebElement> {
    const [only, ...others] = await this.elements();
    if (!only || others.length > 0) throw new Error(`${only ? others.length + 1 : 'no'} ${this} on screen`);
    return only;
  }

  private async act<T>(step: (element: WebElement) => Promise<T>): Promise<T> {
    let outcome: [T] | undefined;
    await eventually(async () => {
      outcome = [await step(await this.element())];
    });
    return outcome![0];
  }

  click(): Promise<void> {
    return this.act((element) => element.click());
  }

  /** Types this in place of what is there. */
  fill(text: string): Promise<void> {
    return this.act(async (element) => {
      // By keys: WebDriver's own way of clearing a field tells the page nothing of it.
      await element.sendKeys(Key.chord(Key.CONTROL, 'a'));
      await element.sendKeys(text || Key.BACK_SPACE);
    });
  }

  /** Types keys with the focus here. */
  press(...keys: string[]): Promise<void> {
    return this.act((element) => element.sendKeys(...keys));
  }

  /** Moves all of its text to the clipboard. */
  async cut(): Promise<void> {
    for (const letter of ['a', 'x']) await this.press(Key.chord(Key.CONTROL, letter));
  }

  /** Pastes what the clipboard holds. */
  paste(): Promise<void> {
    return this.press(Key.chord(Key.CONTROL, 'v'));
  }

  /** Chooses an option by what it says. */
  choose(option: string): Promise<void> {
    return this.act((element) => new Select(element).selectByVisibleText(option));
  }

  /** The option that is chosen. */
  chosen(): Promise<string> {
    return this.act(async (element) => ((await new Select(element).getFirstSelectedOption())?.getText() ?? ''));
  }

  text(): Promise<string> {
    return this.act((element) => element.getText());
  }

  /** Runs a script with the element as its first argument. */
  ask<T>(script: string, ...given: unknown[]): Promise<T> {
    return this.act((element) => this.driver.executeScript<T>(script, element, ...given));
  }

  value(): Promise<string> {
    return this.ask('return arguments[0].value');
  }

  async expectShown(timeout?: number): Promise<void> {
    await eventually(async () => void (await this.element()), timeout);
  }

  async expectGone(): Promise<void> {
    await eventually(async () => expect(await this.elements(), `${this} on screen`).toHaveLength(0));
  }

  async expectText(words: string | RegExp, timeout?: number): Promise<void> {
    await eventually(async () => expectMatch(await (await this.element()).getText(), words), timeout);
  }

  async expectValue(value: string): Promise<void> {
    await eventually(async () => expect(await (await this.element()).getAttribute('value')).toBe(value));
  }

  async expectFocused(): Promise<void> {
    await eventually(async () => {
      const [element, focused] = [await this.element(), await this.driver.switchTo().activeElement()];
      expect(await focused.getId(), `the focus is on ${this}`).toBe(await element.getId());
    });
  }

  /** The field says that it is wrong, and its description why. */
  async expectWrong(message: string | RegExp): Promise<void> {
    await eventually(async () => {
      const element = await this.element();
      expect(await element.getAttribute('aria-invalid')).toBe('true');
      const described = (await element.getAttribute('aria-describedby')) ?? '';
      const words = await this.driver.executeScript<string>(
        'return arguments[0].split(" ").map((id) => document.getElementById(id)?.innerText).join(" ")',
        described,
      );
      expectMatch(words, typeof message === 'string' ? new RegExp(escaped(message)) : message);
    });
  }
}

const expectMatch = (text: string, words: string | RegExp): void =>
  typeof words === 'string' ? expect(text).toBe(words) : expect(text).toMatch(words);

import { expect } from '@playwright/test';
import { Key, type WebDriver } from 'selenium-webdriver';
import { eventually, Part, type Role } from './part.ts';

/** What a window shows, and what is done to it as a whole. */
export class Tab {
  constructor(readonly driver: WebDriver) {}

  part(role: Role, name?: string | RegExp): Part {
    return new Part(this.driver, role, name);
  }

  /** Types keys wherever the focus is. */
  async type(...keys: string[]): Promise<void> {
    await this.driver.actions().sendKeys(...keys).perform();
  }

  /** All that can be read. */
  text(): Promise<string> {
    return this.driver.executeScript('return document.body.innerText');
  }

  html(): Promise<string> {
    return this.driver.executeScript('return document.documentElement.outerHTML');
  }

  /** What a person has selected, as a key press would copy it. */
  selection(): Promise<string> {
    return this.driver.executeScript('return getSelection().toString().trim()');
  }

  async expectSays(...words: (string | RegExp)[]): Promise<void> {
    for (const said of words) {
      await eventually(async () => {
        const text = await this.text();
        if (typeof said === 'string') expect(text).toContain(said);
        else expect(text).toMatch(said);
      });
    }
  }

  async expectTitle(title: RegExp): Promise<void> {
    await eventually(async () => expect(await this.driver.getTitle()).toMatch(title));
  }

  /** Goes to a tab of its own for a moment. */
  async elsewhere<T>(look: (other: Tab) => Promise<T>): Promise<T> {
    const here = await this.driver.getWindowHandle();
    await this.driver.switchTo().newWindow('tab');
    const seen = await look(new Tab(this.driver));
    await this.driver.close();
    await this.driver.switchTo().window(here);
    return seen;
  }

  /** Has the page's clock go on by so much. The program asks nothing but `Date.now`. */
  async passTime(milliseconds: number): Promise<void> {
    await this.driver.executeScript('const [now, by] = [Date.now, arguments[0]]; Date.now = () => now() + by', milliseconds);
  }
}

export { Key };

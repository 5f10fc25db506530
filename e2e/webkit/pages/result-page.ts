import { expect } from '@playwright/test';
import { eventually, type Part } from '../part.ts';
import type { Tab } from '../tab.ts';

/** The one time that the token is on screen, and what stays once it is saved. */
export class ResultPage {
  readonly heading: Part;
  readonly copyAs: Part;
  readonly copy: Part;
  readonly hide: Part;
  readonly show: Part;
  readonly download: Part;
  readonly verify: Part;
  readonly revoke: Part;
  readonly saved: Part;
  readonly announcement: Part;
  readonly receipt: Part;
  readonly downloadReminder: Part;

  constructor(readonly tab: Tab) {
    this.heading = tab.part('heading', 'Token created');
    this.copyAs = tab.part('combobox', 'Copy as');
    this.copy = tab.part('button', 'Copy token');
    this.hide = tab.part('button', 'Hide token');
    this.show = tab.part('button', 'Show token');
    this.download = tab.part('button', 'Download as a file');
    this.verify = tab.part('button', 'Verify token');
    this.revoke = tab.part('button', 'Revoke token');
    this.saved = tab.part('button', 'I have saved this token');
    this.announcement = tab.part('status');
    this.receipt = tab.part('heading', 'Token saved');
    this.downloadReminder = tab.part('button', 'Download reminder');
  }

  /** The token as a person reads it off the tab. */
  async readToken(): Promise<string> {
    let token: string | undefined;
    await eventually(async () => {
      token = /^\d+[_$]\w+$/m.exec(await this.tab.text())?.[0];
      expect(token, 'a token on screen').toBeDefined();
    });
    return token!;
  }

  /** The token can't be read off the page, and is there all the same. */
  async expectMasked(token: string, timeout?: number): Promise<void> {
    await this.show.expectShown(timeout);
    expect(await this.tab.html()).not.toContain(token);
  }

  /** Says that the token is kept, which wipes it from the page. */
  async finish(): Promise<void> {
    await this.saved.click();
    await this.receipt.expectShown();
  }
}

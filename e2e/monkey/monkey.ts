import type { Browser, BrowserContext, CDPSession, Page } from '@playwright/test';
import { setTimeout as pause } from 'node:timers/promises';
import { DIST } from '../../testing/dist.ts';
import { Emulator, KEYS } from '../../testing/emulator.ts';
import { ROLES } from '../../testing/facts.ts';
import { CreatePage } from '../pages/create-page.ts';
import { ReceiptPage } from '../pages/receipt-page.ts';
import { ResultPage } from '../pages/result-page.ts';
import { RevokeDialog } from '../pages/revoke-dialog.ts';
import { PortalServer } from '../support/portal-server.ts';
import { DELETED } from '../support/requests.ts';
import { Expected, watch } from '../support/test.ts';
import { FIELDS, placesOf, secretOf, TEXT, traces } from '../support/traces.ts';
import { timesInWasmMemory, watchWasmMemory } from '../support/wasm-memory.ts';
import { drawFault, PATIENCE_SECONDS } from './faults.ts';
import { BEHIND, Ledger, type Seen } from './ledger.ts';
import { Random } from './random.ts';

/** Above what a press may wait for: what is covered or gone by then is missed, as by a person. */
const PRESS_MS = 600;
/** No step waits for longer: a page that answers to nothing is a find of its own. */
const STEP_MS = 15_000;
/** How long the page gets until nothing is on its way. */
const QUIET_MS = 12_000;
/** Each so many steps the monkey waits until nothing is on its way, and everything is looked at. */
const LOOK_EVERY = 6;

/** What one run came to. */
export interface Run {
  steps: readonly string[];
  complaints: readonly string[];
  /** How many tokens were made. */
  made: number;
}

type Action = (monkey: Monkey, random: Random) => Promise<string | undefined>;

/** The kinds of steps, and how often each of them comes. */
const ACTIONS: readonly [weight: number, action: Action][] = [
  [14, (monkey, random) => monkey.pressAny(random)],
  [10, (monkey, random) => monkey.requestToken(random)],
  [6, (monkey, random) => monkey.pressOneOf(random, ['Create token', 'Create anyway'])],
  [6, (monkey, random) => monkey.pressOneOf(random, ['I have saved this token', 'Create another like this', 'Create another token'])],
  [
    4,
    (monkey, random) =>
      monkey.pressOneOf(random, ['Look again', 'Keep it and continue', 'Back to the form', 'Continue without knowing']),
  ],
  [4, (monkey, random) => monkey.pressOneOf(random, ['Refresh', 'Show tokens', 'Revoke token', 'Try again', 'Close'])],
  [4, (monkey, random) => monkey.enterKey(random)],
  [4, (monkey, random) => monkey.pressKey(random)],
  [9, (monkey, random) => monkey.fail(random)],
  [2, (monkey) => monkey.heal()],
  [2, (monkey, random) => monkey.goOffline(random)],
  [3, (monkey, random) => monkey.hide(random)],
  [4, (monkey, random) => monkey.follow(random)],
  [2, (monkey, random) => monkey.wander(random)],
  [2, (monkey, random) => monkey.searchForSecret(random)],
];

/** The steps of a seed, one after the other, and what is wrong with what came of them. */
export const runMonkey = async (browser: Browser, seed: number, steps: number): Promise<Run> => {
  const monkey = await Monkey.start(browser);
  try {
    for (let step = 0; step < steps && monkey.isFine(); step++) {
      await monkey.step(Random.ofStep(seed, step), step);
      if (step % LOOK_EVERY === LOOK_EVERY - 1) await monkey.look();
    }
    if (monkey.isFine()) await monkey.finish();
  } catch (error) {
    monkey.complain(`the monkey itself came to an end: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    await monkey.stop();
  }
  return monkey.run();
};

/** Somebody who presses, types, leaves and comes back at random while the network does what it likes. */
class Monkey {
  private readonly ledger = new Ledger();
  private readonly steps: string[] = [];
  private readonly said: string[] = [];
  private readonly browserComplaints: string[];
  private readonly onTheirWay = new Set<object>();
  private offline = false;
  private hidden = false;
  /** Whether the next question before leaving is answered with yes. */
  private leaves = true;
  private asked = 0;
  private loads = 0;
  private names = 0;

  private constructor(
    private readonly context: BrowserContext,
    private readonly page: Page,
    private readonly devtools: CDPSession,
    private readonly server: PortalServer,
    private readonly emulator: Emulator,
  ) {
    const expected = new Expected();
    expected.origin(server.origin);
    this.browserComplaints = watch(context, expected);
  }

  static async start(browser: Browser): Promise<Monkey> {
    const server = await PortalServer.start({ directory: DIST });
    const emulator = await Emulator.start(['--sample-tokens']);
    server.serviceOrigin = emulator.origin;
    server.config = JSON.stringify({ apiBase: '/gcore', timeoutSeconds: PATIENCE_SECONDS, apiKeyHelpUrl: null });
    const context = await browser.newContext({ locale: 'en-GB', timezoneId: 'UTC', permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    const monkey = new Monkey(context, page, await context.newCDPSession(page), server, emulator);
    await monkey.listen();
    await page.goto(server.url);
    return monkey;
  }

  private async listen(): Promise<void> {
    const { page, server, ledger } = this;
    server.onApiRequest = (request) => {
      ledger.takeUp(server.requests(DELETED));
      ledger.arrives(request);
    };
    page.on('console', (message) => this.said.push(message.text()));
    page.on('pageerror', (error) => this.said.push(`${error.message} ${error.stack ?? ''}`));
    page.on('dialog', (dialog) => {
      this.asked += 1;
      void (this.leaves ? dialog.accept() : dialog.dismiss()).catch(() => undefined);
    });
    page.on('request', (request) => {
      if (!request.url().includes('/gcore/')) return;
      const creations = [...this.onTheirWay].filter((other) => (other as typeof request).method() === 'POST');
      ledger.sends(request.method(), creations.length);
      this.onTheirWay.add(request);
    });
    page.on('requestfinished', (request) => this.onTheirWay.delete(request));
    page.on('requestfailed', (request) => this.onTheirWay.delete(request));
    await page.exposeBinding('monkeySaw', (_, what: string) => {
      if (what === 'load') {
        this.loads += 1;
        this.onTheirWay.clear();
        ledger.loaded();
      } else {
        ledger.pressed(what);
      }
    });
    await watchWasmMemory(page);
    // A press by keys is a click as well, and a form that is sent by Enter clicks its button.
    await page.addInitScript(() => {
      const { monkeySaw } = window as unknown as { monkeySaw: (what: string) => void };
      monkeySaw('load');
      const name = ({ target }: Event): void => {
        const pressed = (target as Element).closest('button, a');
        if (!pressed) return;
        const called = (pressed.getAttribute('aria-label') ?? pressed.textContent).replace(/\s+/g, ' ').trim();
        const where = pressed.closest('[role=alertdialog]') ? 'dialog ' : '';
        monkeySaw(`${where}${pressed.localName === 'a' ? 'link' : 'button'}: ${called}`);
      };
      addEventListener('click', name, true);
    });
  }

  run(): Run {
    return { steps: this.steps, complaints: this.complaints(), made: this.ledger.made.length };
  }

  isFine(): boolean {
    return this.complaints().length === 0;
  }

  complain(what: string): void {
    this.ledger.complaints.push(what);
  }

  private complaints(): string[] {
    return [...this.ledger.complaints, ...this.browserComplaints, ...this.server.violations];
  }

  async stop(): Promise<void> {
    await this.context.close();
    await Promise.all([this.server.stop(), this.emulator.stop()]);
  }

  async step(random: Random, at: number): Promise<void> {
    if (!this.page.url().startsWith(this.server.origin)) await this.page.goto(this.server.url, { waitUntil: 'commit' });
    // What can't be done here and now makes way for what can.
    for (let tries = 0; tries < 8; tries++) {
      const action = this.draw(random);
      const done = await Promise.race([action(this, random), pause(STEP_MS, 'takes too long')]);
      if (done === 'takes too long') this.complain(`a step took more than ${STEP_MS} ms: ${action.toString()}`);
      if (done === undefined) continue;
      this.steps.push(`${at}: ${done}`);
      break;
    }
    await pause(random.below(3) * 120);
  }

  private draw(random: Random): Action {
    let left = random.next() * ACTIONS.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, action] of ACTIONS) {
      left -= weight;
      if (left < 0) return action;
    }
    return ACTIONS[0]![1];
  }

  /** What can be pressed where the person is, by what it is called: a dialog lets nothing else through. */
  private buttons(): Promise<string[]> {
    return this.page.evaluate(() => {
      const within = document.querySelector('[role=alertdialog]');
      const selector = within ? '[role=alertdialog] button' : 'button, a[href^="#"], summary, input[type=checkbox]';
      const found = [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility({ visibilityProperty: true }));
      // Noted for the press that may follow, so that of many things one question is enough.
      Object.assign(window, { monkeySees: found });
      return found.map(
        (element) => (element.getAttribute('aria-label') ?? element.textContent).replace(/\s+/g, ' ').trim() || element.localName,
      );
    });
  }

  private async press(at: number, called: string, random: Random): Promise<string> {
    const twice = random.chance(0.15);
    const handle = await this.page.evaluateHandle((at) => (window as unknown as { monkeySees: HTMLElement[] }).monkeySees[at]!, at);
    const missed = await (twice ? handle.dblclick({ timeout: PRESS_MS }) : handle.click({ timeout: PRESS_MS })).then(
      () => '',
      () => ' (missed)',
    );
    await handle.dispose();
    return `presses ${called}${twice ? ' twice' : ''}${missed}`;
  }

  async pressAny(random: Random): Promise<string | undefined> {
    const buttons = await this.buttons();
    const at = random.below(buttons.length);
    return buttons.length === 0 ? undefined : this.press(at, buttons[at]!, random);
  }

  async pressOneOf(random: Random, names: readonly string[]): Promise<string | undefined> {
    const buttons = [...(await this.buttons()).entries()].filter(([, called]) => names.includes(called));
    return buttons.length === 0 ? undefined : this.press(...random.pick(buttons), random);
  }

  private async fill(label: string, text: string): Promise<boolean> {
    const field = this.page.getByLabel(label, { exact: true }).first();
    return field.fill(text, { timeout: PRESS_MS }).then(
      () => true,
      () => false,
    );
  }

  /** Fills in the form, and presses, once in a while with Enter. */
  async requestToken(random: Random): Promise<string | undefined> {
    const { page } = this;
    const name = random.chance(0.2) ? `again-${random.below(3)}` : `m-${++this.names}`;
    if (!(await this.fill('Token name', name))) return undefined;
    const role = random.pick(ROLES);
    const key = random.chance(0.85) ? KEYS.Administrators : KEYS.Engineers;
    const field = page.getByLabel('API key', { exact: true });
    if (await field.isVisible().catch(() => false)) {
      if ((await field.inputValue({ timeout: PRESS_MS }).catch(() => 'gone')) === '') await this.fill('API key', key);
    }
    await page.getByLabel('Role', { exact: true }).selectOption(String(role.id), { timeout: PRESS_MS }).catch(() => undefined);
    if (random.chance(0.3)) {
      const expiration = random.pick(['7 days', '90 days', 'Never']);
      await page.getByLabel('Expiration', { exact: true }).selectOption(expiration, { timeout: PRESS_MS }).catch(() => undefined);
    }
    const presses = random.chance(0.8) ? ` and ${(await this.pressOneOf(random, ['Create token'])) ?? 'finds no button'}` : '';
    return `fills in ${name} as ${role.name}${presses}`;
  }

  async enterKey(random: Random): Promise<string | undefined> {
    const [whose, key] = random.pick(Object.entries(KEYS));
    if (!(await this.fill('API key', key))) return undefined;
    return `enters the key of ${whose}`;
  }

  async pressKey(random: Random): Promise<string> {
    const key = random.pick(['Enter', 'Enter', 'Escape', 'Tab', 'Tab', 'Space', 'ArrowDown']);
    await this.page.keyboard.press(key);
    return `presses the key ${key}`;
  }

  async fail(random: Random): Promise<string> {
    const { what, when, fault } = drawFault(random);
    this.server.fail(when, fault);
    return `from now on ${what}`;
  }

  async heal(): Promise<string> {
    this.server.heal();
    if (this.offline) await this.context.setOffline((this.offline = false));
    return 'all is well again';
  }

  async goOffline(random: Random): Promise<string> {
    // A page that is cut off as it loads says so and ends there: specs/faults/files.spec.ts.
    await this.page.locator('#early').waitFor({ state: 'detached' });
    this.offline = random.chance(0.5);
    await this.context.setOffline(this.offline);
    return this.offline ? 'is offline' : 'is online';
  }

  /** Goes to another tab, or comes back. */
  async hide(random: Random): Promise<string> {
    this.hidden = random.chance(0.4);
    await this.page.evaluate((now) => {
      Object.defineProperty(document, 'hidden', { configurable: true, get: () => now });
      Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (now ? 'hidden' : 'visible') });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, this.hidden);
    return this.hidden ? 'goes to another tab' : 'comes back to this tab';
  }

  async follow(random: Random): Promise<string> {
    const fragment = random.pick(['#create', '#tokens', '#tokens?status=all', '#create?name=linked&role=Users&expires=30']);
    await this.page.evaluate((to) => void (location.hash = to), fragment);
    return `follows a link to ${fragment}`;
  }

  /** Reloads, or goes the way back: with a token on screen, not without being asked. */
  async wander(random: Random): Promise<string> {
    const { page } = this;
    const back = random.chance(0.3);
    this.leaves = random.chance(0.6);
    if (this.offline) await this.heal();
    const before = { seen: await this.see(), asked: this.asked, loads: this.loads };
    // A person who says no stays; the driver would wait for the navigation all the same.
    await (back ? page.goBack({ timeout: 3_000, waitUntil: 'commit' }) : page.reload({ timeout: 3_000, waitUntil: 'commit' })).catch(
      () => undefined,
    );
    const isLeft = this.loads > before.loads;
    const unsaved = before.seen.heading === 'Token created' || before.seen.behind === BEHIND[0];
    if (isLeft && unsaved && this.asked === before.asked) this.complain('the page was left with an unsaved token without asking');
    return `${back ? 'goes back' : 'reloads'}${this.asked > before.asked ? `, is asked, and ${this.leaves ? 'leaves' : 'stays'}` : ''}`;
  }

  async searchForSecret(random: Random): Promise<string | undefined> {
    const { made } = this.ledger;
    if (made.length === 0 || !(await this.fill('Search tokens', random.pick(made).token))) return undefined;
    return 'pastes a token into the search';
  }

  /** Waits until nothing is on its way; tells whether it came to that. */
  private async isQuiet(): Promise<boolean> {
    const until = Date.now() + QUIET_MS;
    for (let calm = 0; calm < 3; ) {
      if (Date.now() > until) return false;
      calm = this.onTheirWay.size === 0 ? calm + 1 : 0;
      await pause(80);
    }
    return true;
  }

  private see(): Promise<Seen> {
    return this.page.evaluate((behind): Seen => {
      const textOf = (selector: string): string | undefined => document.querySelector<HTMLElement>(selector)?.innerText.trim();
      const list = document.querySelector('main')?.innerText ?? '';
      const terms = [...document.querySelectorAll('main dt')];
      const id = terms.find(({ textContent }) => textContent === 'Token ID')?.nextElementSibling?.textContent;
      const stopped = [...document.querySelectorAll('[role=alert]')].some(
        (alert) => alert.checkVisibility() && alert.textContent.includes('This page has stopped working'),
      );
      return {
        heading: textOf('main h2') ?? '',
        token: textOf('#token-text'),
        question: textOf('section[aria-labelledby=unconfirmed-heading] > p'),
        behind: behind.find((words) => list.includes(words)),
        receiptId: id ? Number(id) : undefined,
        stopped,
      };
    }, BEHIND);
  }

  /** Waits until nothing is on its way, and holds what is seen to what was done. */
  async look(): Promise<void> {
    if (!(await this.isQuiet())) return this.complain(`something is on its way for ${QUIET_MS} ms`);
    if (!this.page.url().startsWith(this.server.origin)) return;
    if ((await this.page.locator('#early').count()) > 0) return;
    this.ledger.takeUp(this.server.requests(DELETED));
    const seen = await this.see();
    if (this.onTheirWay.size > 0) return;
    this.ledger.compare(seen);
    await this.expectNoTraces();
  }

  private async expectNoTraces(): Promise<void> {
    const { entries } = await this.devtools.send('Page.getNavigationHistory');
    const found = {
      ...(await traces(this.page)),
      'the console': this.said.join('\n'),
      'the history': JSON.stringify(entries),
      'the browser’s storage': JSON.stringify(await this.context.storageState()),
    };
    for (const key of Object.values(KEYS)) {
      for (const place of placesOf(secretOf(key), found)) if (place !== FIELDS) this.complain(`an API key is in ${place}`);
    }
    const last = this.ledger.made.at(-1);
    for (const made of this.ledger.made) {
      const places = placesOf(secretOf(made.token), found);
      const rightful = made === last && !made.left && places.includes(TEXT) ? [TEXT, 'the HTML', 'the selection'] : [];
      for (const place of places) if (!rightful.includes(place)) this.complain(`the token ${made.id} is in ${place}`);
    }
  }

  /** All is well again, what is open is closed, one more token is made, and nothing of a secret is left. */
  async finish(): Promise<void> {
    const { page } = this;
    const [create, result, receipt] = [new CreatePage(page), new ResultPage(page), new ReceiptPage(page)];
    this.steps.push('end: all is well again');
    await this.heal();
    await this.hide(new Random(0));
    await this.isQuiet();
    if (!page.url().startsWith(this.server.origin)) await page.goto(this.server.url);
    await page.locator('#early').waitFor({ state: 'detached' });
    const { cancel, close } = new RevokeDialog(page);
    for (const button of [cancel, close]) if (await button.isVisible()) await button.click();
    await page.evaluate(() => void (location.hash = '#create'));
    await this.look();
    // Whatever waits here is settled as a person would: the page names the way on.
    const { keepAndGoOn, noneOfThem, backToForm, goOnWithoutKnowing } = create.unconfirmed;
    const ways = [create.review.goBack, keepAndGoOn, noneOfThem, backToForm, goOnWithoutKnowing];
    for (const way of [...ways, result.saved, receipt.createAnother, receipt.createAnotherLikeThis, create.dontReplace])
      if (await way.isVisible()) await way.click();
    const filled = create.fill({ name: 'the last one', role: 'Users', expiration: '7 days' }).then(() => true);
    if (!(await Promise.race([filled, pause(STEP_MS, false)]))) throw new Error('the form can’t be filled in');
    await this.isQuiet();
    await create.create.click();
    await result.saved.waitFor({ timeout: 8_000 });
    await this.look();
    await result.saved.click();
    await this.look();
    const { working } = await this.emulator.named('the last one');
    if (working !== 1) this.complain(`of the last token there are ${working}`);
    if (!(await create.forgetKey.isVisible())) await create.toTokens.click();
    await create.forgetKey.click();
    await this.look();
    for (const secret of [...Object.values(KEYS), ...this.ledger.made.map(({ token }) => token)]) {
      const times = await timesInWasmMemory(page, secretOf(secret));
      if (times > 0) this.complain(`the secret of ${secret.split(/[_$]/)[0]} is ${times} times in memory, and nothing needs it any more`);
    }
  }
}

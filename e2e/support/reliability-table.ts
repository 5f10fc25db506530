import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, type Page, test } from '@playwright/test';
import { CreatePage } from '../pages/create-page.ts';
import { LostRegion } from '../pages/lost-region.ts';
import { ResultPage } from '../pages/result-page.ts';
import type { PortalServer } from './portal-server.ts';
import { FIELDS, placesOf, secretOf, TEXT, type Traces, traces } from './traces.ts';

const FILE = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url));
const UPDATE = process.env['UPDATE'] === '1';
/** The most that a row quotes of the page, in characters. */
const LONGEST = 240;

const INTRODUCTION = `# Reliability

What the page does when something goes wrong. The tables are written by the tests in \`e2e/specs/reliability/\`, from what a
real browser showed: each row is a case that was run, and a case whose row has changed fails its test.
\`npm --prefix e2e run reliability\` runs them alone; with \`UPDATE=1\` in front it writes this file anew.

- **What the person sees** is the text of the error summary and of the question that follows it, else the heading, else the
  announcement. Long texts are cut.
- **Requests** are those that reached the service's path during the case, by method. Retries of the person are not among them.
- **Secrets** says where the API key and the new token are afterwards. "nothing elsewhere" was looked for in storage, cookies,
  caches, the address, \`history.state\`, the title, attributes, the HTML, global properties and the console.
`;

/** The sections in the order in which the document has them. */
export const SECTIONS = {
  refused: 'The service refuses to create a token',
  answers: 'The answer is lost, late, odd or too long',
  browser: 'The browser, the network and the person',
  files: 'The page’s own files',
  tokens: 'The Tokens view',
} as const;
export type SectionName = keyof typeof SECTIONS;

type Rows = Map<string, string>;

const HEAD = '| What goes wrong | What the person sees | Requests | Secrets |\n|---|---|---|---|';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

const read = (): Map<SectionName, Rows> => {
  const text = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  const sections = new Map<SectionName, Rows>();
  for (const [name, heading] of Object.entries(SECTIONS) as [SectionName, string][]) {
    const body = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
    const lines = body.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| What goes wrong'));
    sections.set(name, new Map(lines.map((line) => [/^\| (.*?) \| /.exec(line)?.[1] ?? '', line])));
  }
  return sections;
};

const rendered = (sections: Map<SectionName, Rows>): string =>
  [INTRODUCTION, ...[...sections].map(([name, rows]) => `## ${SECTIONS[name]}\n\n${[HEAD, ...rows.values()].join('\n')}\n`)].join(
    '\n',
  );

/** One table of docs/reliability.md. The cases are declared when the file loads, and each is noted once it was run. */
export class Section {
  private readonly titles: string[];

  constructor(
    private readonly name: SectionName,
    titles: readonly string[],
  ) {
    this.titles = titles.map(cell);
    expect(new Set(this.titles).size, 'each case has a title of its own').toBe(titles.length);
  }

  /** The document has these cases in this order and no others, and nothing that no test wrote. */
  expectListed(): void {
    if (UPDATE) this.write(() => undefined);
    expect([...(read().get(this.name)?.keys() ?? [])], 'the cases in docs/reliability.md').toEqual(this.titles);
    expect(readFileSync(FILE, 'utf8'), 'docs/reliability.md').toBe(rendered(read()));
  }

  /** The row that was observed is the document's. */
  note(title: string, { sees, requests, secrets }: Observation): void {
    const key = cell(title);
    expect(this.titles, 'the cases of the section').toContain(key);
    const row = `| ${[title, sees, requests, secrets].map(cell).join(' | ')} |`;
    if (UPDATE) this.write((rows) => rows.set(key, row));
    else
      expect(row, 'docs/reliability.md is out of date: UPDATE=1 npm --prefix e2e run reliability').toBe(
        read().get(this.name)?.get(key),
      );
  }

  private write(change: (rows: Rows) => void): void {
    expect(test.info().config.workers, 'workers, since only one at a time can write: --workers 1').toBe(1);
    const sections = read();
    const rows = sections.get(this.name) ?? new Map<string, string>();
    change(rows);
    const kept = this.titles.flatMap((title): [string, string][] => {
      const row = rows.get(title);
      return row === undefined ? [] : [[title, row]];
    });
    sections.set(this.name, new Map(kept));
    writeFileSync(FILE, rendered(sections));
  }
}

export interface Observation {
  sees: string;
  requests: string;
  secrets: string;
}

const shortened = (text: string, longest: number): string => {
  const line = text
    .replace(/\s+/g, ' ')
    // Ports differ from run to run.
    .replace(/(127\.0\.0\.1|localhost):\d+/g, '$1')
    .trim();
  return line.length <= longest ? line : `${line.slice(0, longest).replace(/\s*\S*$/, '')}…`;
};

/** Looks at the page and at what reached its server while a case runs. */
export class Observer {
  private readonly said: string[] = [];
  private from = 0;
  private token: string | undefined;

  constructor(
    private readonly page: Page,
    private readonly server: PortalServer,
    private readonly key: string,
  ) {
    page.on('console', (message) => this.said.push(message.text()));
    page.on('pageerror', (error) => this.said.push(`${error.message} ${error.stack ?? ''}`));
  }

  /** The next case starts here. */
  start(): void {
    this.from = this.server.apiRequests.length;
    this.token = undefined;
  }

  /** A token that the case is about, which is on screen, or was. */
  about(token: string): void {
    this.token = token;
  }

  /** How many requests of each method reached the service since the start. */
  requests(): Record<string, number> {
    const counted: Record<string, number> = {};
    for (const { method } of this.server.apiRequests.slice(this.from)) counted[method] = (counted[method] ?? 0) + 1;
    return counted;
  }

  /** What the case looks like at its end. `sees` replaces what is read off the page, where that needs more than a look. */
  async end(sees?: string): Promise<Observation> {
    // What changes something comes first.
    const counted = Object.entries(this.requests()).sort(([one], [other]) => Number(one === 'GET') - Number(other === 'GET'));
    return {
      sees: sees ?? (await this.words()),
      requests: counted.map(([method, count]) => `${count} ${method}`).join(', ') || 'none',
      secrets: await this.secrets(),
    };
  }

  private async words(): Promise<string> {
    const { page } = this;
    const first = async (selector: string): Promise<string> => {
      const found = page.locator(selector).filter({ visible: true }).first();
      return (await found.count()) === 0 ? '' : await found.innerText();
    };
    // The heading of the error summary is always the same; that of another notice says most.
    const summary = (await first('[role=alert]')).replace(/^There is a problem\s*/, '').replace(/^(This page .*)\n/, '$1: ');
    const lost = new LostRegion(page).region.getByRole('paragraph').first();
    const question = (await lost.count()) === 0 ? '' : await lost.innerText();
    const said = [summary, question].filter((part) => part !== '');
    // Cut one by one, so that a long summary leaves room for the question.
    if (said.length > 0) return said.map((part) => shortened(part, LONGEST / said.length)).join(' · ');
    const heading = await first('main h2');
    const announced = (
      await page
        .getByRole('status')
        .first()
        .innerText()
        .catch(() => '')
    ).trim();
    const parts = [heading, announced].filter((part, at, all) => part !== '' && all.indexOf(part) === at);
    return shortened(parts.join(' · '), LONGEST);
  }

  private async secrets(): Promise<string> {
    const found = await traces(this.page);
    const elsewhere = this.elsewhere(found);
    expect(elsewhere, 'where key and token are besides field and screen').toEqual([]);
    const parts = [await this.keyState(), await this.tokenState(found), 'nothing elsewhere'];
    return parts.filter((part) => part !== '').join('; ');
  }

  private elsewhere(found: Traces): string[] {
    const secrets = [secretOf(this.key), ...(this.token ? [secretOf(this.token)] : [])];
    const all = { ...found, 'the console': this.said.join('\n') };
    return secrets.flatMap((secret, at) => {
      // A token on screen is text, so it is in the HTML and may be selected for copying by hand.
      const rightful = at === 0 ? [FIELDS] : [TEXT, 'the HTML', 'the selection'];
      return placesOf(secret, all).filter((place) => !rightful.includes(place));
    });
  }

  private async keyState(): Promise<string> {
    const field = new CreatePage(this.page).apiKey;
    if ((await field.count()) === 0) return '';
    const value = await field.inputValue();
    if (value === '') return 'no key';
    expect(value).toBe(this.key);
    return 'key in its field';
  }

  private async tokenState(found: Traces): Promise<string> {
    if (this.token !== undefined && placesOf(secretOf(this.token), found).includes(TEXT)) return 'token on screen';
    const shown = (await new ResultPage(this.page).token.count()) > 0;
    return shown ? 'token masked' : 'no token';
  }
}

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import type { Observation } from './observer.ts';

const FILE = fileURLToPath(new URL('../../../docs/reliability.md', import.meta.url));
const UPDATE = process.env['UPDATE'] === '1';

const INTRODUCTION = `# Reliability

What the page does when something goes wrong. The tables are written by the tests in \`e2e/specs/faults/\`, from what a
real browser showed: each row is a case that was run, and a case whose row has changed fails its test.
\`npm --prefix e2e run faults\` runs them alone; with \`UPDATE=1\` in front it writes this file anew.

- **What the person sees** is the text of the error summary and of the question that follows it, else the heading, else the
  announcement. Long texts are cut.
- **Requests** are those that reached the service's path during the case, by method. Retries made by the person are not counted.
- **Secrets** says where the API key and the new token are afterwards. "nothing elsewhere" was looked for in storage, cookies,
  caches, the address, \`history.state\`, the title, attributes, the HTML, global properties and the console.
`;

/** What others met, tried on this page. */
const REPORTS = `## Reports of comparable products

Public reports about other pages that make or show tokens, each tried on this one. Tests are files in \`e2e/specs/\`.

| Report | What happens there | What this page does | Test |
|---|---|---|---|
| [zammad 478](https://github.com/zammad/zammad/issues/478) | a token without an end "expires 01/01/1970" | a date that stands for none is read as Never | \`tokens/whatever-comes\` |
| [craftercms 2487](https://github.com/craftercms/studio-ui/pull/2487) | Firefox makes two tokens, since the button acts by itself and submits, too | the form's submit is the only way, and one press is one request | \`create/review\`, \`faults/person\` |
| [label-studio 7113](https://github.com/HumanSignal/label-studio/pull/7113) | each click of an impatient person makes a token | while a token is on its way, another press does nothing | \`faults/person\`, \`create/early-form\` |
| [linkwarden 702](https://github.com/linkwarden/linkwarden/issues/702) | over http the copy button does nothing, and says nothing | the older way of copying is tried; where that fails, too, the token is selected and the page says so | \`result/copy\` |
| [owncloud 11552](https://github.com/owncloud/web/issues/11552) | "undefined" is copied instead of the token | what is copied is the token, shown or hidden | \`result/copy\` |
| [coder 25399](https://github.com/coder/coder/pull/25399) | selecting the token by hand takes the button's label along | the token is an element of its own, which one press selects whole | \`result/copy\` |
| [harbor 7556](https://github.com/goharbor/harbor/issues/7556) | the only look at a secret closes when it is copied | the token stays until somebody says that it is saved | \`result/result\` |
| [sonar-cnes-report 479](https://github.com/cnescatlab/sonar-cnes-report/pull/479) | behind UTC, an end by the local date is refused, and the page says "Loading" for ever | ends are instants in UTC, and a refusal is said at its field | \`create/expiration\`, \`faults/refused\` |
| [documenso 3076](https://github.com/documenso/documenso/pull/3076) | who leaves the select alone makes a token that never ends | 90 days are preselected, and Never is looked at once more | \`create/review\` |
| [jenkins 10484](https://github.com/jenkinsci/jenkins/pull/10484) | who clicks twice in the same place never sees the token | the second half of a double click does not put the token away | \`result/result\` |
| [vip-cli 141](https://github.com/Automattic/vip-cli/issues/141) | a pasted token with a space at its end is refused | what comes along with a key is dropped | \`session/api-key\` |
`;

/** The sections in the order in which the document has them. */
const SECTIONS = {
  refused: 'The service refuses to create a token',
  answers: 'The answer is lost, late, odd or too long',
  browser: 'The browser and the network',
  person: 'The person',
  files: 'The page’s own files',
  config: 'The page’s settings',
  list: 'The list of tokens',
  revoke: 'Revoking a token',
} as const;
type SectionName = keyof typeof SECTIONS;

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
  [
    INTRODUCTION,
    ...[...sections].map(([name, rows]) => `## ${SECTIONS[name]}\n\n${[HEAD, ...rows.values()].join('\n')}\n`),
    REPORTS,
  ].join('\n');

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
      expect(row, 'docs/reliability.md is out of date: UPDATE=1 npm --prefix e2e run faults').toBe(
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

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
- **Requests** are those that reached the service's path during the case, by method. Retries of the person are not among them.
- **Secrets** says where the API key and the new token are afterwards. "nothing elsewhere" was looked for in storage, cookies,
  caches, the address, \`history.state\`, the title, attributes, the HTML, global properties and the console.
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

/** What a section found out. */
export interface Report {
  title: string;
  tables: Table[];
  goals: Goal[];
  /** Every single measurement, for results.json. */
  measured: unknown;
}

export interface Table {
  caption: string;
  head: readonly string[];
  rows: readonly (readonly string[])[];
}

export interface Goal {
  what: string;
  /** In the unit that `show` writes. */
  most: number;
  measured: number;
  show: (value: number) => string;
  /** Whose number is the lowest, where several have one. */
  ahead?: string;
}

export const met = ({ measured, most }: Goal): boolean => measured <= most;

/** Who has the lowest number, by what the table says: what reads the same is level. */
export const ahead = (names: readonly string[], values: readonly number[], show: (value: number) => string): string => {
  const lowest = show(Math.min(...values));
  const first = names.filter((_, at) => show(values[at]!) === lowest);
  return first.length === names.length ? 'level' : first.join(', ');
};

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

const tableText = ({ caption, head, rows }: Table): string =>
  [`**${caption}**`, '', line(head), line(head.map((_, at) => (at === 0 ? '---' : '--:'))), ...rows.map(line)].join('\n');

const goalTable = (goals: readonly Goal[]): string =>
  tableText({
    caption: 'Goals',
    head: ['Goal', 'At most', 'Measured', '', 'Ahead'],
    rows: goals.map((goal) => [
      goal.what,
      goal.show(goal.most),
      goal.show(goal.measured),
      met(goal) ? 'met' : '**MISSED**',
      goal.ahead ?? '–',
    ]),
  });

/** The reports as Markdown. */
export const markdown = (reports: readonly Report[], machine: string): string =>
  [
    ...reports.flatMap(({ title, tables, goals }) => [
      `### ${title}`,
      ...tables.map(tableText),
      ...(goals.length > 0 ? [goalTable(goals)] : []),
    ]),
    machine,
  ].join('\n\n');

import { formatIso, formatMinute } from '../moment.ts';
import { formatParagraph, formatTable } from '../table.ts';
import { printable, type Screen } from '../terminal.ts';
import type { Explanation } from './explanation.ts';

type Shown = Readonly<{ job: string; at: number; explanations: readonly Explanation[] }>;

/** Each alert with its state, the sentences and the tables. */
export function showExplanations(screen: Screen, { job, at, explanations }: Shown): void {
  screen.write(`${printable(job)} at ${formatMinute(at)} UTC\n`);
  for (const { alert, state, sentences, tables } of explanations) {
    screen.write(`\n${screen.style('bold', alert)}: ${state}\n`);
    for (const sentence of sentences) {
      screen.write(`${formatParagraph(screen, ' ', printable(sentence))}\n`);
    }
    for (const { columns, rows } of tables) {
      const narrower = { ...screen, columns: screen.columns - 3 };
      const lines = formatTable(narrower, columns, rows).map(line => `   ${line}`);
      screen.write(`\n${lines.join('\n')}\n`);
    }
  }
}

/** The output of `explain --format json`. */
export function formatExplanationJson({ job, at, explanations }: Shown): string {
  const alerts = explanations.map(({ tables, ...explanation }) => ({
    ...explanation,
    tables: tables.map(({ columns, rows }) => ({
      columns: columns.map(({ title }) => title),
      rows,
    })),
  }));
  return `${JSON.stringify({ job, at: formatIso(at), alerts }, null, 2)}\n`;
}

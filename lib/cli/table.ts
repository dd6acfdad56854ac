import { measureColumns, type Screen } from './terminal.ts';

export type Column = Readonly<{
  title: string;
  align: 'left' | 'right';
  /** Those with the highest rank are left out first where the screen is narrow; without one, none. */
  rank?: number;
}>;

type Row = readonly string[];

/**
 * Lines of a table without frames, its columns two blanks apart; cells may hold colour codes. What
 * does not fit the screen's columns is left out by rank, and if that is not enough it is a list.
 */
export function formatTable(
  screen: Pick<Screen, 'columns' | 'style'>,
  columns: readonly Column[],
  rows: readonly Row[],
): string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(measureColumns(title), ...rows.map(row => measureColumns(row[index] ?? ''))),
  );
  const bold = (text: string) => screen.style('bold', text);
  const shown = chooseColumns(columns, widths, screen.columns);
  if (shown === undefined) return formatList(columns, rows, bold);
  const line = (cells: Row) =>
    shown
      .map(index => pad(cells[index] ?? '', widths[index] ?? 0, columns[index]?.align))
      .join('  ')
      .trimEnd();
  return [bold(line(columns.map(({ title }) => title))), ...rows.map(line)];
}

/** Indexes of the columns that fit; undefined where not even those without a rank do. */
function chooseColumns(
  columns: readonly Column[],
  widths: readonly number[],
  available: number,
): number[] | undefined {
  const shown = columns.map((_, index) => index);
  const rank = (index: number) => columns[index]?.rank ?? 0;
  while (measureRow(shown, widths) > available) {
    const next = Math.max(...shown.map(rank));
    if (next === 0) return undefined;
    shown.splice(
      shown.findLastIndex(index => rank(index) === next),
      1,
    );
  }
  return shown;
}

function measureRow(shown: readonly number[], widths: readonly number[]): number {
  return shown.reduce((sum, index) => sum + (widths[index] ?? 0) + 2, -2);
}

/** A row a paragraph: the first cell, and below it the others with their titles. */
function formatList(
  columns: readonly Column[],
  rows: readonly Row[],
  bold: (text: string) => string,
): string[] {
  const width = Math.max(...columns.slice(1).map(({ title }) => measureColumns(title)));
  return rows.flatMap(([head = '', ...cells]) => [
    bold(head),
    ...cells.map((cell, index) => `  ${pad(columns[index + 1]?.title ?? '', width)}  ${cell}`),
  ]);
}

function pad(text: string, width: number, align: Column['align'] = 'left'): string {
  const blanks = ' '.repeat(Math.max(0, width - measureColumns(text)));
  return align === 'left' ? text + blanks : blanks + text;
}

/** A paragraph for the screen: a label, and a text whose further lines are indented below it. */
export function formatParagraph(screen: Pick<Screen, 'columns'>, label: string, text: string) {
  const indent = ' '.repeat(measureColumns(label) + 2);
  const available = Math.max(20, screen.columns - indent.length);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const joined = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && measureColumns(joined) > available) lines.push(word);
    else lines.splice(-1, last === undefined ? 0 : 1, joined);
  }
  return `${label}  ${lines.join(`\n${indent}`)}`;
}

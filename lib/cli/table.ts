import { measureColumns, type Screen } from './terminal.ts';

export type Column = Readonly<{
  title: string;
  align: 'left' | 'right';
  /** On a narrow screen, columns with the highest rank are left out first; without a rank, never. */
  rank?: number;
  /** Whether its cells may wrap; only for the last column. */
  wraps?: boolean;
}>;

type Row = readonly string[];

/** Below this width in characters, a wrapped cell is not readable. */
const narrowest = 20;

/**
 * Lines of a table without frames, with two spaces between columns; cells may contain colour codes.
 * If the columns do not fit, they are left out by rank; if that is not enough, the table is a list.
 */
export function formatTable(
  screen: Pick<Screen, 'columns' | 'style'>,
  columns: readonly Column[],
  rows: readonly Row[],
): string[] {
  const widths = columns.map(({ title, wraps = false }, index) => {
    const widest = Math.max(0, ...rows.map(row => measureColumns(row[index] ?? '')));
    return Math.max(measureColumns(title), wraps ? Math.min(widest, narrowest) : widest);
  });
  const bold = (text: string) => screen.style('bold', text);
  const shown = chooseColumns(columns, widths, screen.columns);
  if (shown === undefined) return formatList(columns, rows, bold);
  const left = screen.columns - measureRow(shown, widths);
  const lines = (cells: Row) => formatRow(cells, { columns, widths, shown, left });
  return [bold(lines(columns.map(({ title }) => title)).join('')), ...rows.flatMap(lines)];
}

type Layout = Readonly<{
  columns: readonly Column[];
  widths: readonly number[];
  shown: readonly number[];
  /** Characters left over in the screen's width. */
  left: number;
}>;

function formatRow(cells: Row, { columns, widths, shown, left }: Layout): string[] {
  const wrapped = shown.find(index => columns[index]?.wraps === true);
  const plain = shown
    .filter(index => index !== wrapped)
    .map(index => pad(cells[index] ?? '', widths[index] ?? 0, columns[index]?.align))
    .join('  ');
  if (wrapped === undefined) return [plain.trimEnd()];
  const [first = '', ...rest] = wrapWords(cells[wrapped] ?? '', left + (widths[wrapped] ?? 0));
  const indent = ' '.repeat(measureColumns(plain) + 2);
  return [`${plain}  ${first}`.trimEnd(), ...rest.map(line => indent + line)];
}

/** Indexes of the columns that fit; undefined if not even the unranked ones do. */
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

/** One paragraph per row: the first cell, then the others with their titles. */
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

/** A paragraph for the screen: a label, and a text whose further lines are indented. */
export function formatParagraph(
  screen: Pick<Screen, 'columns'>,
  label: string,
  text: string,
): string {
  const gap = label.endsWith(':') ? ' ' : '  ';
  const indent = ' '.repeat(measureColumns(label) + gap.length);
  const lines = wrapWords(text, Math.max(narrowest, screen.columns - indent.length));
  return `${label}${gap}${lines.join(`\n${indent}`)}`;
}

/** Lines of at most this many characters; only a longer word makes a longer line. */
function wrapWords(text: string, available: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const joined = last === undefined ? word : `${last} ${word}`;
    if (last === undefined || measureColumns(joined) > available) lines.push(word);
    else lines[lines.length - 1] = joined;
  }
  return lines;
}

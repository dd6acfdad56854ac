import { columnsOf } from './terminal.ts';

export type Column = Readonly<{ title: string; align: 'left' | 'right' }>;

/** Lines of a table without frames, columns two blanks apart; cells may hold colour codes. */
export function layTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  styleTitle: (text: string) => string = text => text,
): string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(columnsOf(title), ...rows.map(row => columnsOf(row[index] ?? ''))),
  );
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, index) => pad(cells[index] ?? '', widths[index] ?? 0, align))
      .join('  ')
      .trimEnd();
  const titles = line(columns.map(column => column.title));
  return [styleTitle(titles), ...rows.map(line)];
}

function pad(text: string, width: number, align: Column['align']): string {
  const blanks = ' '.repeat(Math.max(0, width - columnsOf(text)));
  return align === 'left' ? text + blanks : blanks + text;
}

/** Columns of a mail that is read as plain text. */
export const columns = 78;

/** Text in lines of at most 78 columns, broken at spaces; a longer word stands alone. */
export function wrapText(text: string, indent = ''): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && indent.length * Math.min(lines.length, 1) + longer.length > columns) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].join(`\n${indent}`);
}

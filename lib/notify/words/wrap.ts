/** The width of a mail that is read as plain text. */
const columns = 78;

/** A space that is not between a number and its unit. */
const breakable = / (?!(?:%|(?:s|min|h|d|UTC)\b))/;

/** Text in lines of at most 78 columns, broken at spaces; a longer word has its own line. */
export function wrapText(text: string, indent: Readonly<{ first: string; rest: string }>): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(breakable)) {
    const start = lines.length === 0 ? indent.first : indent.rest;
    if (line === '') line = `${start}${word}`;
    else if (line.length + 1 + word.length <= columns) line += ` ${word}`;
    else {
      lines.push(line);
      line = `${indent.rest}${word}`;
    }
  }
  return [...lines, line].join('\n');
}

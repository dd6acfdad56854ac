/** HTML comments around a generated part of a page. */
export type Markers = Readonly<{ begin: string; end: string }>;

/** Puts a text between a page's markers. Throws a RangeError if the page does not have both. */
export function replacePart(page: string, { begin, end }: Markers, text: string): string {
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from === -1 || to < from) throw new RangeError(`the page has no ${begin} … ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${text.trim()}\n\n${page.slice(to)}`;
}

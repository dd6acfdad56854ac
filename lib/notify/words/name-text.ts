/** A longer name is cut, because people have to read it and a subject has little room. */
const longest = { text: 80, subject: 40 } as const;

/**
 * A job's name as text. Applications choose it, so control characters, and the marks that change
 * the direction of the text after them, are replaced.
 */
export function formatName(name: string): string {
  const printable = name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\uFFFD').trim();
  return cutText(printable === '' ? '(no name)' : printable, longest.text);
}

/** A name in a subject: SNS takes ASCII only. */
export function formatSubjectName(name: string): string {
  return cutText(toAscii(formatName(name)), longest.subject, '...');
}

/** ASCII text: letters lose their accents, and other characters become "?". */
export function toAscii(text: string): string {
  const plain = text.replaceAll('…', '...').normalize('NFKD').replace(/\p{M}/gu, '');
  return plain.replace(/[^\x20-\x7e]/gu, '?');
}

/** Cut between characters, never inside one. */
export function cutText(text: string, limit: number, ending = '…'): string {
  if (text.length <= limit) return text;
  let kept = '';
  for (const character of text) {
    if (kept.length + character.length > limit - ending.length) break;
    kept += character;
  }
  return `${kept}${ending}`;
}

/**
 * A job's name or pattern as a word for a shell. Characters with an effect on a terminal are
 * replaced by the pattern's `*`, which matches any characters.
 */
export function quotePattern(pattern: string): string {
  const printable = pattern.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, '*');
  if (!/[\\"$`!]/.test(printable)) return `"${printable}"`;
  return `'${printable.replaceAll("'", String.raw`'\''`)}'`;
}

/** `a, b and 34 more`: at most this many names. */
export function joinNames(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).map(formatName);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${formatCount(rest)} more`;
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** `1,204`, and at most one decimal. */
export function formatCount(value: number): string {
  return new Intl.NumberFormat('en', { maximumFractionDigits: value < 10 ? 1 : 0 }).format(value);
}

/** `1 job`, `6 jobs`. */
export function formatCounted(count: number, thing: string): string {
  return `${formatCount(count)} ${thing}${count === 1 ? '' : 's'}`;
}

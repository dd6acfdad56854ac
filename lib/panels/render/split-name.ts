/** A shorter part does not get its own line, in characters. */
const leastPart = 6;

/** The parts between which a name may wrap: after its separators, never within a word. */
export function splitName(name: string): string[] {
  const parts: string[] = [];
  for (const piece of name.match(/[^_\-./:\s]*[_\-./:\s]+|[^_\-./:\s]+/gu) ?? []) {
    const last = parts.at(-1);
    if (last === undefined || last.length >= leastPart) parts.push(piece);
    else parts[parts.length - 1] = last + piece;
  }
  return parts;
}

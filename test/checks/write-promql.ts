const lineWidth = 100;

/** PromQL over several lines: what is too long is broken at its operators, then inside brackets. */
export function writePromql(text: string, indent = ''): string {
  if (indent.length + text.length <= lineWidth) return indent + text;
  const parts = split(text);
  if (parts.length > 1) return parts.map(part => writePromql(part, indent)).join('\n');
  const [start, end] = longestBrackets(text);
  if (start === end) return indent + text;
  const inside = writePromql(text.slice(start + 1, end), `${indent}  `);
  return `${indent}${text.slice(0, start + 1)}\n${inside}\n${indent}${text.slice(end)}`;
}

/** At the commas outside of brackets; where there are none, before the set operators. */
function split(text: string): string[] {
  const depths = depthsOf(text);
  const cutAt = (pattern: RegExp) =>
    [...text.matchAll(pattern)].map(({ index }) => index).filter(index => depths[index] === 0);
  const commas = cutAt(/(?<=,) /g);
  const cuts = [-1, ...(commas.length > 0 ? commas : cutAt(/ (?=or |and |unless )/g))];
  return cuts.map((cut, n) => text.slice(cut + 1, cuts[n + 1] ?? text.length));
}

function longestBrackets(text: string): readonly [start: number, end: number] {
  const depths = depthsOf(text);
  let longest: readonly [number, number] = [0, 0];
  let start = 0;
  for (const [index, depth] of depths.entries()) {
    if (depth === 1 && (depths[index - 1] ?? 0) === 0) start = index;
    const hasClosed = depth === 0 && depths[index - 1] === 1;
    if (hasClosed && index - start > longest[1] - longest[0]) longest = [start, index];
  }
  return longest;
}

/** How many brackets are open at each character; those in quotes are none. */
function depthsOf(text: string): number[] {
  let depth = 0;
  let isQuoted = false;
  return [...text].map(char => {
    if (char === '"') isQuoted = !isQuoted;
    if (!isQuoted && '({['.includes(char)) depth += 1;
    if (!isQuoted && ')}]'.includes(char)) depth -= 1;
    return depth;
  });
}

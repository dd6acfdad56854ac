/** The name that takes the fewest typing errors to become `word`, if they are few enough for one. */
export function findNearest(word: string, names: readonly string[]): string | undefined {
  const ranked = names
    .map(name => ({ name, errors: countErrors(word.toLowerCase(), name.toLowerCase()) }))
    .filter(({ name, errors }) => errors <= Math.max(2, name.length / 3))
    .toSorted((a, b) => a.errors - b.errors);
  if (ranked[0] !== undefined) return ranked[0].name;
  return names.find(name => word !== '' && name.toLowerCase().includes(word.toLowerCase()));
}

/** Characters to insert, delete or replace (Levenshtein's distance). */
function countErrors(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/** The end of a message about a name that does not exist: what was meant, or all that there is. */
export function suggestName(word: string, names: readonly string[]): string {
  const nearest = findNearest(word, names);
  if (nearest !== undefined) return `did you mean ${nearest}?`;
  return names.length === 0 ? 'there is none' : `expected one of ${names.join(', ')}`;
}

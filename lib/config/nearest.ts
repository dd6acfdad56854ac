import { closest, distance } from 'fastest-levenshtein';

/** Longer names are compared by their beginning. */
const comparedLength = 64;

/** The name that was probably meant: another case, other separators, or up to a third mistyped. */
export function findNearest(word: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const bare = simplify(word);
  const nearest = closest(bare, names.map(simplify));
  if (distance(bare, nearest) > Math.max(1, Math.floor(nearest.length / 3))) return undefined;
  return names.find(name => simplify(name) === nearest);
}

function simplify(name: string): string {
  return name.slice(0, comparedLength).toLowerCase().replaceAll(/[_-]/g, '');
}

import { closest, distance } from 'fastest-levenshtein';

/** A name that differs in a third of its letters at most. */
export function findNearest(name: string, names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined;
  const near = closest(name, [...names]);
  return distance(name, near) <= Math.max(1, name.length / 3) ? near : undefined;
}

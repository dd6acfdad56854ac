import { findNearest } from '../config/nearest.ts';

/** The end of a message about a name that does not exist: the closest name, or all names. */
export function suggestName(word: string, names: readonly string[]): string {
  const nearest = findNearest(word, names) ?? findContaining(word, names);
  if (nearest !== undefined) return `did you mean ${nearest}?`;
  return names.length === 0 ? 'there is none' : `expected one of ${names.join(', ')}`;
}

function findContaining(word: string, names: readonly string[]): string | undefined {
  if (word === '') return undefined;
  return names.find(name => name.toLowerCase().includes(word.toLowerCase()));
}

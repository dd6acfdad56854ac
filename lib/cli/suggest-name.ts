import { findNearest } from '../config/nearest.ts';

/** More names than these are listed one on a line. */
const mostOnLine = 4;

/** The end of a message about a name that does not exist: the closest name, or all names. */
export function suggestName(word: string, names: readonly string[]): string {
  const nearest = findNearest(word, names) ?? findContaining(word, names);
  if (nearest !== undefined) return `did you mean ${nearest}?`;
  if (names.length === 0) return 'there is none';
  if (names.length <= mostOnLine) return `expected one of ${names.join(', ')}`;
  return ['expected one of', ...names.map(name => `  ${name}`)].join('\n');
}

function findContaining(word: string, names: readonly string[]): string | undefined {
  if (word === '') return undefined;
  return names.find(name => name.toLowerCase().includes(word.toLowerCase()));
}

/**
 * Gives a number in [0, 1) that depends only on the seed and the keys. The same run of the same
 * job gets the same number, however many others are drawn.
 */
export function randomFraction(seed: number, ...keys: readonly (string | number)[]): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const character of keys.join('\u0000')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return scramble(hash) / 2 ** 32;
}

/** MurmurHash3's finaliser. It moves similar keys far apart, which FNV alone does not. */
function scramble(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

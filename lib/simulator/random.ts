/**
 * A number in [0, 1) that depends on nothing but the seed and the keys: the same run of the same
 * job draws the same number however many other draws there are.
 */
export function randomFraction(seed: number, ...keys: readonly (string | number)[]): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const character of keys.join('\u0000')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return scramble(hash) / 2 ** 32;
}

/** MurmurHash3's finaliser: neighbouring keys end far apart, which FNV alone does not give. */
function scramble(hash: number): number {
  let mixed = hash;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

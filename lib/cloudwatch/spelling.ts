import { createHash } from 'node:crypto';

/**
 * Longest value of a CloudWatch dimension, in characters. PutMetricData accepts 1024, but an alarm
 * in a template only 255. Sources: API reference, Dimension; CloudFormation's own Dimension.
 */
export const dimensionValueLimit = 255;

/** Replaces the empty name. No escape ends like this, so no other name is encoded as it. */
const empty = '%';

/** Separates the beginning of a name that is too long from the hash of the whole name. */
const cutMark = '%~';

/**
 * 128 bits of SHA-256, in hex digits. `%~` and the hash identify a cut name.
 */
const hashDigits = 32;

/**
 * A name that CloudWatch accepts: printable ASCII, not empty, no space at either end and no colon
 * first. CloudFormation would insert a secret for `{{resolve:`, so its first brace is escaped as
 * well. Plain names are unchanged; `%` and all other bytes of the name's UTF-8 become `%` and two
 * hex digits. A name that would exceed the limit is cut and ends with a hash: it stays distinct,
 * but cannot be read back. Names are valid UTF-8, because Prometheus's label values are. Source of
 * the rules: CloudWatch API reference, Dimension.
 */
export function spell(name: string, limit: number = dimensionValueLimit): string {
  if (name === '') return empty;
  const spelled = name
    .replace(/[^ -~]|%/gu, toEscapes)
    .replace(/^[ :]/, toEscapes)
    .replace(/ $/, toEscapes)
    .replace(/\{(?=\{resolve:)/g, toEscapes);
  return spelled.length <= limit ? spelled : cut(spelled, name, limit);
}

/** The name that was encoded, or `undefined` if it was cut. */
export function unspell(spelled: string): string | undefined {
  if (spelled === empty) return '';
  if (spelled.includes(cutMark)) return undefined;
  return decodeURIComponent(spelled);
}

function toEscapes(character: string): string {
  const bytes = [...Buffer.from(character, 'utf8')];
  return bytes.map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');
}

/** An escape is never cut in two. */
function cut(spelled: string, name: string, limit: number): string {
  const hash = createHash('sha256').update(name, 'utf8').digest('hex').slice(0, hashDigits);
  const kept = limit - cutMark.length - hashDigits;
  return spelled.slice(0, kept).replace(/%.?$/, '') + cutMark + hash;
}

import type { SecretReference } from '../../config/config.ts';

type ReadSecret = (reference: SecretReference) => Promise<string>;

/** A secret is read again after this long, in milliseconds, so that a new value is used. */
const freshMilliseconds = 300_000;

/**
 * Reads secrets at most every five minutes. If a secret cannot be read any more, the last value is
 * still used: a message with the old value is better than none.
 */
export function rememberSecrets(readSecret: ReadSecret, monotonic: () => number): ReadSecret {
  const known = new Map<string, Readonly<{ text: string; at: number }>>();
  return async reference => {
    const key = JSON.stringify(reference);
    const before = known.get(key);
    if (before !== undefined && monotonic() - before.at < freshMilliseconds) return before.text;
    try {
      const text = (await readSecret(reference)).trim();
      known.set(key, { text, at: monotonic() });
      return text;
    } catch (error) {
      if (before !== undefined) return before.text;
      throw error;
    }
  };
}

/**
 * The content of a channel's secret: a plain text is the value of its first key, and a JSON object
 * contains the keys, such as `{ "url": "https://…", "signingKey": "…" }`.
 */
export function parseSecret<Key extends string>(
  text: string,
  keys: readonly [Key, ...Key[]],
): Readonly<Partial<Record<Key, string>>> {
  const [first] = keys;
  const object = parseObject(text);
  if (object === undefined) return { [first]: text } as Partial<Record<Key, string>>;
  const found = keys.flatMap(key => {
    const value = object[key];
    return typeof value === 'string' && value !== '' ? [[key, value] as const] : [];
  });
  return Object.fromEntries(found) as Partial<Record<Key, string>>;
}

// The parser's own error would quote the secret.
function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

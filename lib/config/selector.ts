const escapeSequence = String.raw`\\(?:[abfnrtv\\"']|x[0-9A-Fa-f]{2}|[0-3][0-7]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})`;

// PromQL has three kinds of quotes. A back-quoted text has no escapes.
const quoted = `"(?:[^"\\\\\\n]|${escapeSequence})*"|'(?:[^'\\\\\\n]|${escapeSequence})*'|\`[^\`]*\``;

const matcher = new RegExp(
  String.raw`\s*([A-Za-z_][A-Za-z0-9_]*)\s*(=~|!~|!=|=)\s*(${quoted})\s*(,|$)`,
  'y',
);

/**
 * Parses label matchers, as between the braces of a PromQL selector, and normalizes their spacing.
 * Gives `undefined` for any other text, and for a matcher of `__name__`, because each query already
 * names its metric.
 */
export function parseSelector(text: string): string | undefined {
  const matchers: string[] = [];
  let position = 0;
  while (position < text.trimEnd().length) {
    matcher.lastIndex = position;
    const match = matcher.exec(text);
    if (match === null || match[1] === '__name__') return undefined;
    matchers.push(`${match[1]}${match[2]}${match[3]}`);
    position = matcher.lastIndex;
  }
  return matchers.join(',');
}

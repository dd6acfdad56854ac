/** A label matcher as PromQL text, such as `status="failed"`. */
export type Matcher = string;

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r' };

/** A PromQL string literal for any text: quotes, backslashes and control characters escaped. */
export function quote(text: string): string {
  const escaped = text
    .replace(/["\\]/g, '\\$&')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: job names are untrusted text
    .replace(/[\u0000-\u001f\u007f]/g, char => escapes[char] ?? unicodeEscape(char));
  return `"${escaped}"`;
}

function unicodeEscape(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Matches exactly these values of a label; RE2 anchors the pattern by itself. */
export function matchValues(label: string, values: readonly string[]): Matcher {
  const pattern = values.map(value => value.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')).join('|');
  return `${label}=~${quote(pattern)}`;
}

const classicName = /^[A-Za-z_:][A-Za-z0-9_:]*$/;

/**
 * A selector of a metric with matchers; empty ones are left out. A name that only Prometheus 3
 * allows is quoted inside the braces, as in `{"river.work_count"}`; a `~` begins a pattern.
 */
export function select(metric: string, matchers: readonly Matcher[] = []): string {
  const given = matchers.filter(matcher => matcher !== '');
  if (metric.startsWith('~')) {
    return `{${[`__name__=~${quote(metric.slice(1))}`, ...given].join(',')}}`;
  }
  if (classicName.test(metric)) return `${metric}{${given.join(',')}}`;
  return `{${[quote(metric), ...given].join(',')}}`;
}

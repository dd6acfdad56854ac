import type { Source } from '../model/job.ts';

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

/** Matches the jobs of these names only, or all the others; RE2 anchors the pattern by itself. */
export function matchJobs(
  source: Source,
  names: readonly string[],
  which: 'only' | 'others',
): Matcher {
  const pattern = names.map(name => name.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&')).join('|');
  return `${source.labels.job}${which === 'only' ? '=~' : '!~'}${quote(pattern)}`;
}

/** A selector of `metric` that carries the source's own matchers as well. */
export function select(source: Source, metric: string, matchers: readonly Matcher[] = []): string {
  const all = [source.selector, ...matchers].filter(matcher => matcher !== '');
  return `${metric}{${all.join(',')}}`;
}

import { closest, distance } from 'fastest-levenshtein';
import type { z } from 'zod';
import type { YamlText } from './document.ts';
import type { Problem } from './error.ts';
import { formatPath, type Path, valueAt } from './path.ts';

type Issue = z.core.$ZodIssue;

/** What the schema found, each issue as a problem at its place in the text. */
export function toProblems(issues: readonly Issue[], yaml: YamlText): Problem[] {
  const findings = issues.flatMap(issue => describe(issue, [], yaml));
  // A key that was misspelt is not told a second time as missing.
  const meant = new Set(findings.map(finding => finding.meantPath));
  return findings
    .filter(({ path, found }) => found !== missing || !meant.has(path))
    .map(({ meantPath: _, ...problem }) => problem);
}

const missing = 'nothing';

/** A problem, and for an unknown key the path that was meant. */
type Finding = Problem & Readonly<{ meantPath?: string }>;

function describe(issue: Issue, above: Path, yaml: YamlText): Finding[] {
  const path = [...above, ...(issue.path as (string | number)[])];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => describeUnknownKey(key, issue.message, { path, yaml }));
    case 'invalid_key': {
      const expected = issue.issues[0]?.message ?? issue.message;
      return [problemAt(yaml, path, { part: 'key', found: 'this key', expected })];
    }
    case 'invalid_union': {
      const branch = meantBranch(issue.errors);
      if (branch !== undefined) return branch.flatMap(inner => describe(inner, path, yaml));
    }
  }
  const found = describeValue(path, valueAt(yaml.value, path));
  return [problemAt(yaml, path, { part: 'value', found, expected: issue.message })];
}

type Remark = Readonly<{ part: 'key' | 'value'; found: string; expected: string }>;

function problemAt(yaml: YamlText, path: Path, { part, found, expected }: Remark): Problem {
  return { path: formatPath(path), ...yaml.placeOf(path, part), found, expected };
}

function describeUnknownKey(
  key: string,
  known: string,
  { path, yaml }: Readonly<{ path: Path; yaml: YamlText }>,
): Finding {
  const nearest = nearestKey(key, known.split(', '));
  const expected = nearest ?? `one of ${known}`;
  const problem = problemAt(yaml, [...path, key], {
    part: 'key',
    found: 'an unknown key',
    expected,
  });
  return nearest === undefined
    ? problem
    : { ...problem, meantPath: formatPath([...path, nearest]) };
}

/** The known key that was meant: spelt with other case or joints, or a third of it mistyped. */
function nearestKey(key: string, known: readonly string[]): string | undefined {
  const bare = bareKey(key);
  const nearest = closest(bare, known.map(bareKey));
  if (distance(bare, nearest) > Math.max(1, Math.floor(nearest.length / 3))) return undefined;
  return known.find(name => bareKey(name) === nearest);
}

function bareKey(key: string): string {
  // A key that is longer than any known one need not be compared to its end.
  return key.slice(0, 64).toLowerCase().replaceAll(/[_-]/g, '');
}

/** Of a union's branches the one that was meant: right kind of value, fewest unknown keys. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const candidates = branches.filter(issues => !issues.some(isOfWholeValue));
  return candidates.toSorted((a, b) => unknownKeys(a) - unknownKeys(b) || a.length - b.length)[0];
}

function isOfWholeValue(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code !== 'unrecognized_keys';
}

function unknownKeys(issues: readonly Issue[]): number {
  return issues.reduce(
    (sum, issue) => sum + (issue.code === 'unrecognized_keys' ? issue.keys.length : 0),
    0,
  );
}

const longestShown = 60;

/** A value as a message shows it: what may be a secret is not shown. */
function describeValue(path: Path, value: unknown): string {
  if (value === undefined || value === null) return missing;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty map' : 'a map';
  if (typeof value !== 'string') return String(value);
  if (path[1] === 'auth' || path[1] === 'headers') return `a text of ${value.length} characters`;
  const shown = value.replace(/\/\/.*@/s, '//…@');
  return JSON.stringify(shown.length > longestShown ? `${shown.slice(0, longestShown)}…` : shown);
}

import type { z } from 'zod';
import type { YamlText } from './document.ts';
import type { Problem } from './error.ts';
import { describeMoved } from './moved.ts';
import { findNearest } from './nearest.ts';
import { formatPath, type Path, valueAt } from './path.ts';
import type { Conflict } from './relations.ts';

type Issue = z.core.$ZodIssue;

/** Converts the schema's issues to problems with positions in the text. */
export function toProblems(issues: readonly Issue[], yaml: YamlText): Problem[] {
  const findings = issues.flatMap(issue => describe(issue, [], yaml));
  // A misspelt key is not reported a second time as missing.
  const meant = new Set(findings.map(finding => finding.meantPath));
  return findings
    .filter(({ path, found, alternative = path }) => {
      if (found !== missing) return true;
      return !(meant.has(path) || meant.has(alternative) || isUnread(path, yaml));
    })
    .map(({ meantPath: _, alternative: __, ...problem }) => problem);
}

const mergeKey = '["<<"]';

/** Whether a value is missing only because it, or what should be merged, could not be read. */
function isUnread(path: string, { problems }: YamlText): boolean {
  return problems.some(
    ({ path: unread }) =>
      unread === path ||
      (unread.endsWith(mergeKey) && path.startsWith(unread.slice(0, -mergeKey.length))),
  );
}

/** Converts conflicts between parts of a configuration to problems with positions in the text. */
export function describeConflicts(conflicts: readonly Conflict[], yaml: YamlText): Problem[] {
  return conflicts.map(({ path, part, expected }) => {
    const found = part === 'key' ? 'this key' : describeValue(path, valueAt(yaml.value, path));
    return problemAt(yaml, path, { part, found, expected });
  });
}

const missing = 'nothing';

/** Describes an issue. It suggests a known key for an unknown one, and an alternative for a missing one. */
type LocatedProblem = Problem & Readonly<{ meantPath?: string; alternative?: string }>;

function describe(issue: Issue, above: Path, yaml: YamlText): LocatedProblem[] {
  const path = [...above, ...(issue.path as (string | number)[])];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map(key => describeUnknownKey(key, issue.message, { path, yaml }));
    case 'invalid_key': {
      const expected = issue.issues[0]?.message ?? issue.message;
      return [problemAt(yaml, path, { part: 'key', found: 'this key', expected })];
    }
    case 'invalid_union': {
      const value = valueAt(yaml.value, path);
      const known = findUnfitKeys(issue.errors, value);
      if (known !== undefined) {
        return Object.keys(value as object).map(key =>
          describeUnknownKey(key, known.join(', '), { path, yaml }),
        );
      }
      const branch = findMeantBranch(issue.errors, value);
      if (branch !== undefined) return branch.flatMap(inner => describe(inner, path, yaml));
    }
  }
  const found = describeValue(path, valueAt(yaml.value, path));
  const problem = problemAt(yaml, path, { part: 'value', found, expected: issue.message });
  const alternative = issue.code === 'custom' ? issue.params?.alternative : undefined;
  if (typeof alternative !== 'string') return [problem];
  return [{ ...problem, alternative: formatPath([...path.slice(0, -1), alternative]) }];
}

type Remark = Readonly<{ part: 'key' | 'value'; found: string; expected: string }>;

function problemAt(yaml: YamlText, path: Path, { part, found, expected }: Remark): Problem {
  return { path: formatPath(path), ...yaml.findPosition(path, part), found, expected };
}

function describeUnknownKey(
  key: string,
  known: string,
  { path, yaml }: Readonly<{ path: Path; yaml: YamlText }>,
): LocatedProblem {
  const nearest = findNearest(key, known.split(', '));
  const expected = describeMoved([...path, key], yaml.value) ?? nearest ?? `one of ${known}`;
  const problem = problemAt(yaml, [...path, key], {
    part: 'key',
    found: 'an unknown key',
    expected,
  });
  return nearest === undefined
    ? problem
    : { ...problem, meantPath: formatPath([...path, nearest]) };
}

/** The keys of all forms of a map, if the map has none of them. */
function findUnfitKeys(
  branches: readonly (readonly Issue[])[],
  value: unknown,
): string[] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const keys = Object.keys(value).length;
  const candidates = branches.filter(issues => !issues.some(concernsWholeValue));
  const areUnfit = candidates.every(issues => countUnknownKeys(issues) === keys);
  if (keys === 0 || candidates.length < 2 || !areUnfit) return undefined;
  const known = candidates.flatMap(issues =>
    issues.flatMap(issue =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0
        ? issue.message.split(', ')
        : [],
    ),
  );
  return [...new Set(known)];
}

/**
 * Chooses the branch of a union that the user probably meant: the right type of value, the fewest
 * unknown keys, and the fewest keys with a value of another type.
 */
function findMeantBranch(
  branches: readonly (readonly Issue[])[],
  value: unknown,
): readonly Issue[] | undefined {
  const candidates = branches.filter(issues => !issues.some(concernsWholeValue));
  const ranks = candidates.map(issues => ({
    issues,
    rank: [countUnknownKeys(issues), countWrongKinds(issues, value), issues.length],
  }));
  return ranks.toSorted((a, b) => compareRanks(a.rank, b.rank))[0]?.issues;
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  return a.map((value, index) => value - (b[index] ?? 0)).find(step => step !== 0) ?? 0;
}

function concernsWholeValue(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code !== 'unrecognized_keys';
}

function countUnknownKeys(issues: readonly Issue[]): number {
  return issues.reduce(
    (sum, issue) =>
      sum + (issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys.length : 0),
    0,
  );
}

/** Counts keys whose value has another type. */
function countWrongKinds(issues: readonly Issue[], value: unknown): number {
  return issues.filter(
    ({ code, path }) =>
      path.length === 1 &&
      code !== 'unrecognized_keys' &&
      valueAt(value, path as (string | number)[]) !== undefined,
  ).length;
}

const longestShown = 60;

/** Formats a value for a message. It hides what may be a secret. */
function describeValue(path: Path, value: unknown): string {
  if (value === undefined || value === null) return missing;
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') return Object.keys(value).length === 0 ? 'an empty map' : 'a map';
  if (typeof value !== 'string') return String(value);
  if (mayBeSecret(path, value)) return `a text of ${value.length} characters`;
  const shown = value.replace(/\/\/.*@/s, '//…@');
  return JSON.stringify(shown.length > longestShown ? `${shown.slice(0, longestShown)}…` : shown);
}

const secretKeys = ['auth', 'headers', 'slack', 'pagerduty', 'webhook', 'deadMansSwitch'];

function mayBeSecret([section, ...rest]: Path, text: string): boolean {
  if (section === 'jobs' || section === 'sources') return false;
  // A destination that is not a mail address may be a webhook's URL.
  if (section === 'notify' && text.includes('//')) return true;
  return [section, ...rest].some(step => secretKeys.includes(String(step)));
}

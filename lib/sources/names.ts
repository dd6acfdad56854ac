import type { Source } from '../model/source.ts';
import { type Matcher, matchValues } from './promql.ts';
import { isOfUnit, type Question } from './question.ts';

/**
 * Matchers that these jobs match, and maybe others too: each job label, or each of `labels`,
 * separately.
 */
export function matchNames(
  source: Source,
  names: readonly string[],
  labels = source.jobLabels,
): Matcher[] {
  const count = source.jobLabels.length;
  return source.jobLabels.flatMap((label, index) => {
    if (!labels.includes(label)) return [];
    const values = names.map(name => listValues(name, index, count));
    const known = values.filter(list => list !== undefined).flat();
    return values.includes(undefined) ? [] : [matchValues(label, [...new Set(known)])];
  });
}

/**
 * If a name contains more of them than this, it cannot be split: its values would not fit into a
 * query.
 */
const mostSplits = 30;

/**
 * The possible values of one of the labels, given a name in which they are joined by "/". Values
 * may also contain "/", as commands do: the first value begins the name and the last one ends it,
 * and nothing is known about those between.
 */
function listValues(name: string, index: number, count: number): string[] | undefined {
  if (count === 1) return [name];
  const parts = name.split('/');
  const more = parts.length - count;
  if (more <= 0) return [parts[index] ?? ''];
  if (more > mostSplits) return undefined;
  const ends = Array.from({ length: more + 1 }, (_, extra) => extra + 1);
  if (index === 0) return ends.map(length => parts.slice(0, length).join('/'));
  if (index === count - 1) return ends.map(length => parts.slice(-length).join('/'));
  return undefined;
}

/** The same question for fewer series. */
export function withMatchers(question: Question, matchers: readonly Matcher[]): Question {
  if (matchers.length === 0) return question;
  const { selector } = question;
  const inner = selector.slice(0, -1);
  const joint = inner.endsWith('{') ? '' : ',';
  return { ...question, selector: `${inner}${joint}${matchers.join(',')}}` };
}

/** The same question for these jobs, and maybe others. */
export function askOfJobs(source: Source, question: Question, names: readonly string[]): Question {
  const { role } = question;
  const { runs } = source;
  if (typeof role === 'object' && 'object' in role) {
    const shared = runs?.kind === 'objects' ? runs.object : [];
    return withMatchers(question, matchNames(source, names, shared));
  }
  const ending = runs?.kind === 'triggers' ? runs.unitEnding : undefined;
  if (role === 'up' || !isOfUnit(role) || ending === undefined) {
    return withMatchers(question, matchNames(source, names));
  }
  const renamed = names.map(name =>
    name.endsWith(ending.trigger) ? name.slice(0, -ending.trigger.length) + ending.unit : name,
  );
  return withMatchers(question, matchNames(source, renamed));
}

import type { Source } from '../model/source.ts';
import { type Matcher, matchValues } from './promql.ts';
import type { Question } from './question.ts';

/** Matchers that these jobs pass, and maybe others: each job label on its own. */
export function matchNames(source: Source, names: readonly string[]): Matcher[] {
  const isPlain = source.jobLabels.length === 1;
  return source.jobLabels.map((label, index) => {
    const values = new Set(names.map(name => (isPlain ? name : (name.split('/')[index] ?? ''))));
    return matchValues(label, [...values]);
  });
}

/** The same question of fewer series. */
export function withMatchers(question: Question, matchers: readonly Matcher[]): Question {
  const { selector } = question;
  const inner = selector.slice(0, -1);
  const joint = inner.endsWith('{') ? '' : ',';
  return { ...question, selector: `${inner}${joint}${matchers.join(',')}}` };
}

import type { CheckName } from '../model/job.ts';
import type { Source } from '../model/source.ts';
import { matchNames, withMatchers } from './names.ts';
import { listQuestions } from './question.ts';

/**
 * PromQL for a person who wants to see what a check reads of a job: the selector of its series.
 * Undefined if the source has none.
 */
export function findJobQuery(
  source: Source,
  seriesName: string,
  check: CheckName,
): string | undefined {
  const questions = listQuestions(source);
  const question =
    questions.find(one => one.check === check) ?? questions.find(one => one.check === 'failures');
  if (question === undefined) return undefined;
  // the series of a run object have no label with the job's name
  const isObject = typeof question.role === 'object' && 'object' in question.role;
  const matchers = isObject ? [] : matchNames(source, [seriesName]);
  return withMatchers(question, matchers).selector;
}

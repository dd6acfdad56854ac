import { longestLimit } from '../checks/horizon.ts';
import type { Job } from '../model/job.ts';
import { nameJob, type RawSeries } from '../sources/ingest.ts';
import { matchNames, withMatchers } from '../sources/names.ts';
import type { Question } from '../sources/question.ts';
import { splitNames } from '../sources/split-names.ts';
import { gridSeconds, lastInSteps } from './load-coarse.ts';
import type { LoadFailures } from './load-failures.ts';
import { type LoadContext, loadRange } from './load-history.ts';

/** This much is added to the longest limit, so that a job just past it still has an age. */
const marginSeconds = 2 * 3600;

type LastSuccessQuery = Readonly<{ questions: readonly Question[]; before: number }>;

/**
 * The last success of jobs whose samples show none, from their counters: a coarse grid over the
 * time that their limits look back shows when one last grew, and the samples of that time give the
 * rest.
 */
export async function loadLastSuccess(
  reading: LoadContext,
  jobs: readonly Job[],
  { questions, before }: LastSuccessQuery,
): Promise<LoadFailures> {
  const { source } = reading.history;
  const targets = questions.filter(({ role }) => role === 'up');
  const counters = questions.filter(countsRuns);
  if (jobs.length === 0 || counters.length === 0) return new Map();
  const seconds = Math.max(...jobs.map(longestLimit)) + marginSeconds;
  const span = { from: before - seconds, to: before };
  const failures = new Map();
  for (const names of splitNames(
    source,
    jobs.map(({ seriesName }) => seriesName),
  )) {
    const matchers = names === undefined ? [] : matchNames(source, names);
    const asked = counters.map(question => withMatchers(question, matchers));
    for (const time of await findGrowth(reading, asked, span)) {
      const step = { from: time - 2 * gridSeconds(span), to: time };
      const found = await loadRange(reading, [...targets, ...asked], step);
      for (const [check, error] of found) failures.set(check, error);
    }
  }
  return failures;
}

const countsRuns = ({ role }: Question) =>
  typeof role === 'object' && 'kind' in role && role.kind === 'runs';

/**
 * The times of the grid at which a counter of good runs last grew, for each job, without
 * duplicates.
 */
async function findGrowth(
  { client, history }: LoadContext,
  counters: readonly Question[],
  span: Readonly<{ from: number; to: number }>,
): Promise<ReadonlySet<number>> {
  const newest = new Map<string, number>();
  for (const question of counters) {
    const { series } = await lastInSteps(client, question, {
      ...span,
      stepSeconds: gridSeconds(span),
    });
    for (const one of series) {
      const name = nameJob(history.source, one.labels);
      const time = countsGood(question, one) ? lastChange(one) : undefined;
      if (name !== undefined && time !== undefined) {
        newest.set(name, Math.max(time, newest.get(name) ?? time));
      }
    }
  }
  // the newest first: samples before known ones are added, samples between them are not
  return new Set([...newest.values()].sort((a, b) => b - a));
}

function countsGood({ role }: Question, { labels }: RawSeries): boolean {
  if (typeof role !== 'object' || !('kind' in role)) return false;
  return ['succeeded', 'skipped', 'total'].includes(role.outcome(labels) ?? '');
}

function lastChange({ times, values }: RawSeries): number | undefined {
  const index = values.findLastIndex((value, at) => value !== values[at - 1]);
  return times[index];
}

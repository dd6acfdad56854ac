import { createSourceHistory, type SourceHistory } from '../history/history.ts';
import type { JobFacts } from '../model/facts.ts';
import type { Source } from '../model/source.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { PrometheusError } from '../prometheus/errors.ts';
import { ingest } from '../sources/ingest.ts';
import { matchNames, withMatchers } from '../sources/names.ts';
import { listQuestions, type Question } from '../sources/question.ts';
import { splitNames } from '../sources/split-names.ts';

/** A month on a grid as fine as Prometheus's lookback: 9,800 points, of which it allows 11,000. */
const pastSeconds = 34 * 86_400;
const stepSeconds = 300;

/** More jobs are not examined: each costs as much as a dashboard panel over a month. */
const mostJobs = 60;

/** Ends of runs that are closer than this belong to one run of several replicas; no job is quicker. */
const sameRunSeconds = 30;

/** Successes stand for all runs if nearly all runs succeed. */
const mostlyShare = 0.8;

type Reader = Pick<Prometheus, 'range'>;

/**
 * When these jobs ran in the last month, by their series' names: Unix seconds ascending, up to
 * 5 min late. Empty if Prometheus did not answer: it is only for advice.
 */
export async function readRunTimes(
  client: Reader,
  source: Source,
  { names, at }: Readonly<{ names: readonly string[]; at: number }>,
): Promise<Map<string, readonly number[]>> {
  const stamps = createSourceHistory(source);
  const counts = createSourceHistory(source);
  const some = names.slice(0, mostJobs);
  for (const question of listQuestions(source).filter(isOfRuns)) {
    const history = isOfStamps(question) ? stamps : counts;
    for (const part of splitNames(source, some)) {
      await readPart(client, history, { question: narrow(source, question, part), at });
    }
  }
  return new Map(some.map(name => [name, joinTimes(stamps, counts, name)]));
}

/** Timestamps are exact, but exist for successes only; growth is seen half a step late on average. */
function joinTimes(stamps: SourceHistory, counts: SourceHistory, name: string): number[] {
  const exact = findRunTimes(stamps, name);
  const counted = findRunTimes(counts, name);
  if (exact.length >= mostlyShare * counted.length) return exact;
  return counted.map(time => time - stepSeconds / 2);
}

function isOfStamps({ role }: Question): boolean {
  return role !== 'up' && 'kind' in role && role.kind === 'stamp';
}

function isOfRuns({ role }: Question): boolean {
  if (role === 'up') return false;
  return 'object' in role || ['runs', 'stamp', 'trigger', 'failing', 'running'].includes(role.kind);
}

/** The series of run objects do not have the labels of the job that they belong to. */
function narrow(source: Source, question: Question, names: readonly string[] | undefined) {
  const isObject = question.role !== 'up' && 'object' in question.role;
  if (names === undefined || isObject) return question;
  return withMatchers(question, matchNames(source, names));
}

async function readPart(
  client: Reader,
  { store, source }: SourceHistory,
  { question, at }: Readonly<{ question: Question; at: number }>,
): Promise<void> {
  try {
    const range = { from: at - pastSeconds, to: at, stepSeconds };
    const { series } = await client.range(question.selector, range);
    ingest(store, source, { question, series });
  } catch (error) {
    if (!(error instanceof PrometheusError)) throw error;
  }
}

/** When a job's runs began, Unix seconds ascending, as far as its history says. */
export function findRunTimes(history: SourceHistory, seriesName: string): number[] {
  const facts = history.findFacts({ seriesName, intervalSeconds: undefined });
  const { runs, successes } = facts;
  const lengthSeconds = findUsualLength(facts);
  // timestamps are exact, but exist for successes only
  const ends =
    successes.length >= mostlyShare * runs.length
      ? successes.map(({ time }) => time)
      : runs.map(run => run.at);
  return dropNear(ends.map(end => end - lengthSeconds).toSorted((a, b) => a - b));
}

/** The median of the exactly known run times, in seconds; 0 if there is none. */
function findUsualLength({ durations }: JobFacts): number {
  const exact = durations.filter(({ low, high }) => low === high).map(({ low }) => low);
  return exact.toSorted((a, b) => a - b)[exact.length >> 1] ?? 0;
}

function dropNear(times: readonly number[]): number[] {
  return times.filter((time, index) => time - (times[index - 1] ?? -Infinity) > sameRunSeconds);
}

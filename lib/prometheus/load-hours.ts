import { listJobs } from '../checks/evaluate-fleet.ts';
import { createSourceHistory, type SourceHistory } from '../history/history.ts';
import type { RanHours } from '../model/facts.ts';
import type { Fleet, Job } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';
import { endOfLearning, learningSeconds } from '../schedule/learn-hours.ts';
import { ingest } from '../sources/ingest.ts';
import { askOfJobs } from '../sources/names.ts';
import { askLast } from '../sources/past.ts';
import { listQuestions, type Question } from '../sources/question.ts';
import { splitNames } from '../sources/split-names.ts';
import type { Prometheus } from './client.ts';
import { PrometheusError } from './errors.ts';

const [hour, day] = [3600, 86_400];

/** After a question that was not answered, the next one waits this long. */
const retrySeconds = hour;

type Reading = Readonly<{ client: Pick<Prometheus, 'range'>; history: SourceHistory }>;

/**
 * In which hours of the last weeks unlisted jobs ran, for jobs that have been silent for so long
 * that they might be late. From these hours the judge knows their nights and weekends. There is one
 * query per counter and day for all silent jobs; if it is not answered, nothing is known of them.
 */
export async function loadHours(reading: Reading, fleet: Fleet, span: TimeRange): Promise<void> {
  const { history } = reading;
  const wanted = listJobs(fleet, history).filter(job => {
    const isUnlisted = !job.listed && job.enabled.staleness;
    return isUnlisted && !isKnown(history, job, span) && isSilent(history, job, span);
  });
  if (wanted.length === 0) return;
  const names = wanted.map(({ seriesName }) => seriesName);
  const range = {
    from: endOfLearning(span.from) - learningSeconds,
    to: Math.floor(span.to / hour) * hour,
  };
  const found = await readHours(reading, names, range);
  const to = found === undefined ? span.to - day + retrySeconds : range.to;
  for (const name of names) {
    history.hours.set(name, { range: { from: range.from, to }, hours: found?.get(name) });
  }
}

/** Whether all days of a span can be judged from what has been read. */
function isKnown({ hours }: SourceHistory, { seriesName }: Job, { from, to }: TimeRange): boolean {
  const read = hours.get(seriesName)?.range;
  if (read === undefined) return false;
  return read.from <= endOfLearning(from) - learningSeconds && endOfLearning(to) <= read.to;
}

/** Whether at any time of a span there had been no success for as long as the first limit. */
function isSilent(history: SourceHistory, job: Job, { from, to }: TimeRange): boolean {
  const limit = job.alerts.BackgroundJobNotRunning?.limit ?? Number.POSITIVE_INFINITY;
  const times = history.findFacts(job).successes.map(({ time }) => time);
  return times.some((time, index) => {
    const next = times[index + 1] ?? to;
    return next > from && next - time > limit;
  });
}

/** The hours of each job; undefined if Prometheus did not answer. */
async function readHours(
  { client, history }: Reading,
  names: readonly string[],
  range: TimeRange,
): Promise<Map<string, RanHours> | undefined> {
  const { source } = history;
  const scratch = createSourceHistory(source);
  const questions = listQuestions(source).filter(isAboutRuns);
  const asked = splitNames(source, names).flatMap(part =>
    part === undefined ? questions : questions.map(each => askOfJobs(source, each, part)),
  );
  try {
    for (const question of asked) {
      const grid = { ...range, stepSeconds: hour };
      const { series } = await client.range(askLast(question.selector, hour), grid);
      const onGrid = series.map(one => ({ ...one, stepSeconds: hour }));
      ingest(scratch.store, source, { question, series: onGrid });
    }
  } catch (error) {
    if (error instanceof PrometheusError) return undefined;
    throw error;
  }
  return new Map(names.map(name => [name, findHours(scratch, name)]));
}

/** Run objects have no series with their job's name, and there may be thousands of them. */
function isAboutRuns({ role }: Question): boolean {
  if (role === 'up' || 'object' in role) return false;
  return role.kind === 'runs' || role.kind === 'stamp' || role.kind === 'trigger';
}

/**
 * Beginnings of the hours in which a job ran, Unix seconds ascending; growth is seen at the end of
 * an hour.
 */
function findHours(history: SourceHistory, seriesName: string): RanHours {
  const facts = history.findFacts({ seriesName, intervalSeconds: undefined });
  const ends = [...facts.runs.map(({ at }) => at), ...facts.successes.map(({ time }) => time)];
  const hours = new Set(ends.map(end => Math.ceil(end / hour) * hour - hour));
  const from = facts.seen?.from ?? Number.POSITIVE_INFINITY;
  return { from, ran: [...hours].sort((a, b) => a - b) };
}

import type { SourceHistory } from '../history/history.ts';
import type { Fleet } from '../model/job.ts';
import type { Source } from '../model/source.ts';
import type { Prometheus } from '../prometheus/client.ts';
import { PrometheusError } from '../prometheus/errors.ts';
import { createHistoryKeeper } from '../prometheus/keep-history.ts';
import type { LoadFailures } from '../prometheus/load-failures.ts';
import { nameJob } from '../sources/ingest.ts';
import { countSeries, listBounds, listSchedules } from '../sources/inspect.ts';
import { listQuestions } from '../sources/question.ts';
import type { DoctorEvidence, OwnSchedule, SourceEvidence } from './evidence.ts';
import type { Patterned } from './findings-patterns.ts';
import { findPart, partNames } from './parts.ts';
import { type Recorder, recordSeries } from './record-series.ts';
import { findRunTimes, readRunTimes } from './run-times.ts';
import {
  countServers,
  ifAnswered,
  readClockAhead,
  readHistoryAge,
  readMetricNames,
  readRuntime,
} from './server.ts';

/** A Prometheus, the configuration to examine, and our clock in Unix seconds. */
export type Inquiry = Readonly<{
  prometheus: Pick<Prometheus, 'instant' | 'range' | 'samples' | 'get'>;
  fleet: Fleet;
  now: () => number;
  /** If set, its patterns are examined too. */
  patterned?: Patterned;
}>;

type Failure = DoctorEvidence['failures'][number];

type Work = Inquiry & Readonly<{ at: number; recorder: Recorder; failed: Failure[] }>;

/**
 * Queries everything that doctor needs at `at`, Unix seconds: what the judge queries, read in the same
 * way, and a little more. Throws `PrometheusError` if Prometheus does not answer at all; a single
 * failed query is recorded in the evidence.
 */
export async function gatherEvidence(inquiry: Inquiry, at: number): Promise<DoctorEvidence> {
  const { prometheus, fleet, now } = inquiry;
  const clockAheadSeconds = await readClockAhead(prometheus, now);
  const recorder = recordSeries(prometheus);
  const keeper = createHistoryKeeper(recorder.client, fleet);
  const report = await keeper.update({ from: at, to: at });
  throwIfNothingAnswered([...report.failures.values()]);
  const { retentionSeconds, startedAt } = await readRuntime(prometheus);
  const work: Work = { ...inquiry, at, recorder, failed: [] };
  const sources: SourceEvidence[] = [];
  for (const history of keeper.histories) {
    const failures = report.failures.get(history.source.name) ?? new Map();
    sources.push(await gatherSource(work, history, failures));
  }
  const isBare = keeper.histories.every(({ store }) => store.oldest >= at - 300);
  return {
    at,
    clockAheadSeconds,
    retentionSeconds,
    servers: await countServers(prometheus),
    youngSeconds: isBare ? await readHistoryAge(prometheus, { at, startedAt }) : undefined,
    failures: work.failed,
    sources,
  };
}

/** If every source fails completely, Prometheus does not answer, even if its clock was read. */
function throwIfNothingAnswered(failures: readonly LoadFailures[]): void {
  const [first] = failures;
  const error = first?.get('all');
  if (error !== undefined && failures.every(found => found.has('all'))) throw error;
}

async function gatherSource(
  work: Work,
  history: SourceHistory,
  failures: LoadFailures,
): Promise<SourceEvidence> {
  const { fleet, recorder } = work;
  const { source, store } = history;
  const jobs = fleet.jobs.filter(job => job.source === source.name);
  const listed = new Set(jobs.map(({ seriesName }) => seriesName));
  const unlisted = [...store.jobs.keys()].filter(name => !listed.has(name)).toSorted();
  const asked = listQuestions(source)
    .filter(({ check }) => !failures.has(check))
    .map(question => ({ question, series: recorder.findSeries(question.selector) }));
  const found = { source, history, failures, jobs, unlisted, asked };
  return {
    ...found,
    metricNames: await readMetricNames(work.prometheus, source.selector),
    hidden: await findHidden(work, found),
    bounds: await readBounds(work, source),
    schedules: await readSchedules(work, source),
    runTimes: await findAllRunTimes(work, found),
  };
}

type SourceData = Pick<SourceEvidence, 'source' | 'history' | 'jobs' | 'unlisted' | 'asked'>;

/** If what the judge reads has fewer runs than this, a month is read. */
const enoughRuns = 12;

async function findAllRunTimes(
  { recorder, at }: Work,
  { source, history, jobs, unlisted }: SourceData,
): Promise<Map<string, readonly number[]>> {
  const scheduled = jobs.filter(job => job.schedule !== undefined).map(job => job.seriesName);
  const near = new Map(
    [...scheduled, ...unlisted].map(name => [name, findRunTimes(history, name)] as const),
  );
  const isSeen = (name: string) => history.store.jobs.has(name);
  const names = [
    ...scheduled.filter(isSeen),
    ...unlisted.filter(name => (near.get(name)?.length ?? 0) < enoughRuns),
  ];
  const far = await readRunTimes(recorder.client, source, { names, at });
  const longer = [...far].filter(([name, times]) => times.length > (near.get(name)?.length ?? 0));
  return new Map<string, readonly number[]>([...near, ...longer]);
}

async function findHidden({ prometheus, at }: Work, found: SourceData): Promise<string[]> {
  const { source, asked } = found;
  if (source.selector === '' || found.history.store.jobs.size > 0) return [];
  const hidden: string[] = [];
  for (const name of partNames) {
    const part = findPart(source, asked, name);
    if (part === undefined || part.series.length > 0) continue;
    for (const { metric } of part.metrics) {
      const answer = await ifAnswered(prometheus.instant(countSeries(metric), at));
      if (answer !== undefined && answer.samples.length > 0) hidden.push(metric);
    }
  }
  return hidden;
}

async function readBounds(
  work: Work,
  source: Source,
): Promise<ReadonlyMap<string, readonly number[]>> {
  const bounds = new Map<string, number[]>();
  const unitSeconds = source.duration?.unitSeconds ?? 1;
  const samples = await ask(work, 'the buckets of histograms', listBounds(source));
  for (const { labels } of samples) {
    const name = nameJob(source, labels);
    if (name === undefined || labels.le === undefined) continue;
    const bound = labels.le === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels.le);
    bounds.set(name, [...(bounds.get(name) ?? []), bound * unitSeconds]);
  }
  for (const list of bounds.values()) list.sort((a, b) => a - b);
  return bounds;
}

async function readSchedules(
  work: Work,
  source: Source,
): Promise<ReadonlyMap<string, OwnSchedule>> {
  const samples = await ask(work, 'the schedules of jobs', listSchedules(source));
  return new Map(
    samples.flatMap(({ labels }): [string, OwnSchedule][] => {
      const name = nameJob(source, labels);
      const { schedule = '', timezone = '' } = labels;
      if (name === undefined || schedule === '') return [];
      return [[name, { cron: schedule, timezone: timezone === '' ? undefined : timezone }]];
    }),
  );
}

async function ask({ prometheus, at, failed }: Work, question: string, promql: string | undefined) {
  if (promql === undefined) return [];
  try {
    return (await prometheus.instant(promql, at)).samples;
  } catch (error) {
    if (!(error instanceof PrometheusError)) throw error;
    failed.push({ question, error });
    return [];
  }
}

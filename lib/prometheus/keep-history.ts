import { listJobs } from '../checks/evaluate-fleet.ts';
import { findAnchor, findHorizon, longestLimit } from '../checks/horizon.ts';
import { createSourceHistory, type SourceHistory } from '../history/history.ts';
import type { Fleet } from '../model/job.ts';
import type { TimeRange } from '../model/time-range.ts';
import { askOfJobs, matchNames } from '../sources/names.ts';
import { askBuckets, listQuestions, type Question } from '../sources/question.ts';
import { splitNames } from '../sources/split-names.ts';
import { readBaseline, readWatchedFrom } from './baseline.ts';
import type { Prometheus } from './client.ts';
import { type Deep, planDeep, shallowFrom } from './coverage.ts';
import type { PrometheusError } from './errors.ts';
import { loadCoarse } from './load-coarse.ts';
import type { LoadFailures, UnreadPart } from './load-failures.ts';
import { type LoadOptions, loadRange, type ReadPiece } from './load-history.ts';
import { loadHours } from './load-hours.ts';
import { loadLastSuccess } from './load-last-success.ts';
import {
  createReadProgress,
  describeLagging,
  findLagging,
  findUnread,
  isLagging,
  lateSeconds,
  notePiece,
  noteWhole,
  type ReadProgress,
} from './read-progress.ts';

/** The result of a read. */
export type LoadReport = Readonly<{
  /** What could not be read this time, by source and by the check that cannot judge without it. */
  failures: ReadonlyMap<string, LoadFailures>;
  /** What lacks its newest samples, unless its series are gone; by source. */
  lagging: ReadonlyMap<string, LoadFailures>;
  /** The server's own remarks about the data. */
  warnings: readonly string[];
}>;

/** The samples of a fleet, kept up to date. */
export type HistoryKeeper = Readonly<{
  histories: readonly SourceHistory[];
  /**
   * Prepares all minutes of a span for judging: reads what is missing, and the newest samples
   * again.
   */
  update: (span: TimeRange, options?: LoadOptions) => Promise<LoadReport>;
}>;

type Client = Pick<Prometheus, 'samples' | 'range' | 'instant'>;

type Kept = {
  readonly history: SourceHistory;
  readonly questions: readonly Question[];
  /** What has been read for all jobs. */
  readonly progress: ReadProgress;
  /** Names for which more has been read than for all jobs, and from when. */
  readonly deep: Map<string, number>;
  readonly buckets: Map<string, TimeRange>;
  /** Whether the time before the samples has been read. */
  hasPast: boolean;
};

export function createHistoryKeeper(client: Client, fleet: Fleet): HistoryKeeper {
  const kept = fleet.sources.map(source => ({
    history: createSourceHistory(source),
    questions: listQuestions(source),
    progress: createReadProgress(),
    deep: new Map<string, number>(),
    buckets: new Map<string, TimeRange>(),
    hasPast: false,
  }));
  const update = async (span: TimeRange, options: LoadOptions = {}): Promise<LoadReport> => {
    const warnings = new Set<string>();
    const failures = new Map<string, LoadFailures>();
    const lagging = new Map<string, LoadFailures>();
    for (const one of kept) {
      const { source, store } = one.history;
      const work = { client, fleet, kept: one, span, options, warnings };
      failures.set(source.name, await updateSource(work));
      lagging.set(source.name, describeLagging(one.questions, one.progress, store.newest));
    }
    return { failures, lagging, warnings: [...warnings] };
  };
  return { histories: kept.map(({ history }) => history), update };
}

type Work = Readonly<{
  client: Client;
  fleet: Fleet;
  kept: Kept;
  span: TimeRange;
  options: LoadOptions;
  warnings: Set<string>;
}>;

async function updateSource(work: Work): Promise<LoadFailures> {
  const failures = new Map<UnreadPart, PrometheusError>();
  const note = (found: LoadFailures) => {
    for (const [check, error] of found) failures.set(check, error);
  };
  const from = shallowFrom(work.fleet, work.kept.history.source.name, work.span.from);
  for (const [key, questions] of groupBySpan(work, from)) {
    const { isOnward, ...span } = JSON.parse(key) as MissingRange;
    const reading = { ...createReading(work), noteRead: createNoter(work.kept), isOnward };
    const found = await loadRange(reading, questions, span);
    note(found);
    for (const question of questions) {
      if (!found.has(question.check)) noteWhole(work.kept.progress, question, span);
    }
  }
  if (failures.has('all')) return failures;
  const isFirst = !work.kept.hasPast;
  if (isFirst) {
    await readLagging(work);
    await readBefore(work, from);
  }
  note(await loadDeep(work, from));
  if (isFirst) note(await loadLost(work, from));
  work.kept.hasPast = true;
  note(await loadBuckets(work));
  await loadHours(createReading(work), work.fleet, work.span);
  trim(work);
  return failures;
}

function createNoter({ progress }: Kept) {
  return (question: Question, read: ReadPiece) => notePiece(progress, question, read);
}

/** How often what lags is asked for again at once: another replica may answer. */
const repeats = 2;

async function readLagging(work: Work): Promise<void> {
  const { kept, span } = work;
  const { questions, progress, history } = kept;
  const reading = { ...createReading(work), noteRead: createNoter(kept), isOnward: true };
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const question of findLagging(questions, progress, history.store.newest)) {
      const from = findUnread(progress, question, history.store.newest);
      await loadRange(reading, [question], { from, to: span.to });
    }
  }
}

function createReading({ client, kept, options, warnings }: Work) {
  return { client, history: kept.history, options, warnings };
}

/** What is missing for some questions, and whether it continues what is known. */
type MissingRange = TimeRange & Readonly<{ isOnward: boolean }>;

/**
 * The spans that are missing, each with its questions: everything at first, then the newest
 * samples.
 */
function groupBySpan({ kept, span }: Work, from: number): Map<string, Question[]> {
  const groups = new Map<string, Question[]>();
  const add = (missing: MissingRange, question: Question) => {
    if (missing.from >= missing.to) return;
    const key = JSON.stringify(missing);
    groups.set(key, [...(groups.get(key) ?? []), question]);
  };
  for (const question of kept.questions) {
    const known = kept.progress.covered.get(question);
    if (known === undefined) add({ from, to: span.to, isOnward: false }, question);
    else {
      if (from < known.from) add({ from, to: known.from, isOnward: false }, question);
      const newest = Math.max(from, findUnread(kept.progress, question, kept.history.store.newest));
      add({ from: newest, to: span.to, isOnward: true }, question);
    }
  }
  return groups;
}

/**
 * What happened before the samples that are read: the newest success, and since when the source is
 * watched.
 */
async function readBefore(work: Work, at: number): Promise<void> {
  const { client, fleet, kept } = work;
  const jobs = fleet.jobs.filter(job => job.source === kept.history.source.name);
  const seconds = Math.max(0, ...jobs.map(longestLimit), longestLimit(fleet.unlisted.settings));
  await readWatchedFrom(client, kept.history, { from: at - seconds, to: at });
  await readBaseline(client, kept.history, { jobs, at });
}

/** The last success of jobs without one so far; a schedule's own horizon includes it. */
function loadLost(work: Work, before: number): Promise<LoadFailures> {
  const { history, questions } = work.kept;
  const lost = listJobs(work.fleet, history).filter(job => {
    const isKnown = job.schedule !== undefined || history.findFacts(job).successes.length > 0;
    return job.listed && job.enabled.staleness && !isKnown;
  });
  return loadLastSuccess(createReading(work), lost, { questions, before });
}

async function loadDeep(work: Work, before: number): Promise<LoadFailures> {
  const { fleet, kept, span } = work;
  const known = (name: string) => kept.deep.get(name) ?? Number.POSITIVE_INFINITY;
  const jobs = listJobs(fleet, kept.history).filter(
    job => findAnchor(findHorizon(job, span.from), span.from) < known(job.seriesName),
  );
  const { unread } = kept.history;
  unread.clear();
  const failures = new Map<'past', PrometheusError>();
  for (const plan of planDeep(jobs, span.from, before)) {
    const [error] = (await loadPlan(work, plan)).values();
    if (error !== undefined) failures.set('past', error);
    for (const name of plan.names) {
      if (error === undefined) kept.deep.set(name, plan.from);
      else unread.add(name);
    }
  }
  for (const name of unread) kept.deep.delete(name);
  return failures;
}

function loadPlan(work: Work, { names, from, to, isFine }: Deep): Promise<LoadFailures> {
  const { kept, client } = work;
  const metrics = kept.questions.filter(({ role }) => role !== 'up');
  const targets = kept.questions.filter(({ role }) => role === 'up');
  const questions = splitNames(kept.history.source, names).flatMap(part =>
    metrics.map(question =>
      part === undefined ? question : askOfJobs(kept.history.source, question, part),
    ),
  );
  const reading = { ...createReading(work), client };
  return isFine
    ? loadRange(reading, [...targets, ...questions], { from, to })
    : loadCoarse(reading, questions, { from, to });
}

/** Buckets of the jobs whose run times are not known from sums and counts. */
async function loadBuckets(work: Work): Promise<LoadFailures> {
  const { fleet, kept, span } = work;
  const { history, buckets } = kept;
  const jobs = listJobs(fleet, history).filter(
    job => job.enabled.duration && history.needsBuckets(job),
  );
  if (jobs.length === 0) return new Map();
  const failures = new Map<UnreadPart, PrometheusError>();
  const shallow = shallowFrom(fleet, history.source.name, span.from);
  const missing = Map.groupBy(jobs, job => {
    const known = buckets.get(job.seriesName);
    const from = Math.max(shallow, findAnchor(findHorizon(job, span.from), span.from));
    const isOnward = known !== undefined;
    const missing = { from: isOnward ? known.to - lateSeconds : from, to: span.to, isOnward };
    return JSON.stringify(missing satisfies MissingRange);
  });
  for (const [key, group] of missing) {
    const { isOnward, ...wanted } = JSON.parse(key) as MissingRange;
    const names = group.map(job => job.seriesName);
    const questions = splitNames(history.source, names).flatMap(part => {
      const matchers = part === undefined ? [] : matchNames(history.source, part);
      const question = askBuckets(history.source, matchers);
      return question === undefined ? [] : [question];
    });
    let newest = Number.NEGATIVE_INFINITY;
    const noteRead = (_: Question, read: ReadPiece) => {
      newest = Math.max(newest, read.newest);
    };
    const reading = { ...createReading(work), noteRead, isOnward };
    for (const [check, error] of await loadRange(reading, questions, wanted)) {
      failures.set(check, error);
    }
    const to = isLagging(newest, span.to) ? newest : span.to;
    if (failures.size === 0) for (const name of names) buckets.set(name, { ...wanted, to });
  }
  return failures;
}

/** Forgets what no judgement reads any more, but nothing that has been read for all jobs. */
function trim({ fleet, kept, span }: Work): void {
  const usual = shallowFrom(fleet, kept.history.source.name, span.from);
  const jobs = listJobs(fleet, kept.history);
  const anchors = new Map(
    jobs.map(job => [
      job.seriesName,
      Math.min(usual, findAnchor(findHorizon(job, span.from), span.from)),
    ]),
  );
  kept.history.trim(name => anchors.get(name) ?? usual, jobs);
  const { covered } = kept.progress;
  for (const [question, known] of covered) {
    covered.set(question, { from: Math.max(usual, known.from), to: known.to });
  }
}

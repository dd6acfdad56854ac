import { findFresh, findStaleLimit, isWithin } from '../history/freshness.ts';
import type { SourceHistory } from '../history/history.ts';
import type { Stretch } from '../model/facts.ts';
import { type CheckName, type Fleet, type Job, makeUnlistedJob } from '../model/job.ts';
import type { Measurement, Note } from '../model/measurement.ts';
import { checks } from './index.ts';

/** What is known about a source at a minute. */
export type SourceState = 'fresh' | 'stale' | 'unknown';

/** The result of everything that is known at one minute. */
export type Evaluation = Readonly<{
  /** Unix seconds. */
  at: number;
  measurements: readonly Measurement[];
  notes: readonly Note[];
  sources: ReadonlyMap<string, SourceState>;
}>;

/** `at` in Unix seconds. */
type EvaluationOptions = Readonly<{
  at: number;
  /** Checks that could not be read. */
  without?: ReadonlySet<CheckName>;
  /**
   * What it means if samples end. In live use it is unknown. In a backtest, a Prometheus that was
   * away has come back, so targets whose samples never came back are gone.
   */
  afterEnd?: 'unknown' | 'gone';
}>;

/** The jobs of a source that are judged: all listed jobs, and unlisted jobs up to the maximum. */
export function listJobs(fleet: Fleet, history: SourceHistory): readonly Job[] {
  const { source, store } = history;
  const known = listedJobs.get(history);
  if (known?.fleet === fleet && known.version === store.jobsVersion) return known.jobs;
  const listed = fleet.jobs.filter(job => job.source === source.name);
  const names = listUnlisted(listed, [...store.jobs.keys()]);
  const unlisted = names
    .slice(0, fleet.unlisted.maximum)
    .map(name => makeUnlistedJob(fleet, source.name, name));
  const jobs = [...listed, ...unlisted];
  listedJobs.set(history, { fleet, version: store.jobsVersion, jobs });
  return jobs;
}

type Listed = Readonly<{ fleet: Fleet; version: number; jobs: readonly Job[] }>;

const listedJobs = new WeakMap<SourceHistory, Listed>();

function listUnlisted(listed: readonly Job[], names: readonly string[]): string[] {
  const known = new Set(listed.map(({ seriesName }) => seriesName));
  return names.filter(name => !known.has(name)).sort();
}

/**
 * Every check of every job at the minute `at`, by what was known `fleet.delaySeconds` before. If a
 * source is not fresh, nothing is measured for it: unknown data changes no alarm.
 */
export function evaluateFleet(
  fleet: Fleet,
  histories: readonly SourceHistory[],
  { at, without = new Set(), afterEnd }: EvaluationOptions,
): Evaluation {
  const moment = at - fleet.delaySeconds;
  const sources = new Map<string, SourceState>();
  const measurements: Measurement[] = [];
  const notes: Note[] = [];
  for (const history of histories) {
    const { newest } = history.store;
    const isGone = afterEnd === 'gone' && Number.isFinite(newest) && moment > newest;
    const state = isGone ? 'fresh' : findState(fleet, history, moment);
    sources.set(history.source.name, state);
    if (state !== 'fresh') continue;
    for (const job of listJobs(fleet, history)) {
      measurements.push(...evaluateJob(history, job, { at: moment, without }));
    }
    if (!without.has('failures')) notes.push(...unlistedNotes(fleet, history, moment));
  }
  const isKnown = [...sources.values()].includes('fresh');
  if (isKnown && !without.has('failures')) {
    measurements.push(...successRate(measurements), countUnlisted(fleet, histories, moment));
  }
  return { at, measurements, notes, sources };
}

/** All finite numbers that the job's checks give at a moment; none if the job's past is missing. */
export function evaluateJob(
  history: SourceHistory,
  job: Job,
  { at, without = new Set() }: Readonly<{ at: number; without?: ReadonlySet<CheckName> }>,
): Measurement[] {
  if (history.unread.has(job.seriesName)) return [];
  const facts = history.findFacts(job);
  return checks
    .filter(({ name }) => job.enabled[name] && !without.has(name))
    .flatMap(check => check.evaluate(facts, job, at))
    .filter(({ value }) => Number.isFinite(value));
}

const remembered = new WeakMap<SourceHistory, { newest: number; fresh: readonly Stretch[] }>();

/** Whether a source's samples were coming in at a moment. */
export function findState(fleet: Fleet, history: SourceHistory, at: number): SourceState {
  const { store } = history;
  let known = remembered.get(history);
  if (known?.newest !== store.newest) {
    const limit = findStaleLimit(store, fleet.delaySeconds);
    known = { newest: store.newest, fresh: findFresh(store, limit) };
    remembered.set(history, known);
  }
  if (isWithin(known.fresh, at)) return 'fresh';
  return store.newest === Number.NEGATIVE_INFINITY ? 'unknown' : 'stale';
}

/** Successes of all jobs divided by all their runs, each job at the rate of its own window. */
function successRate(measurements: readonly Measurement[]): Measurement[] {
  const sum = (metric: Measurement['metric']) =>
    measurements.reduce((total, m) => (m.metric === metric ? total + m.value : total), 0);
  const runs = sum('RunsPerMinute');
  const value = 100 * (sum('SuccessesPerMinute') / runs);
  if (!Number.isFinite(value)) return [];
  return [{ job: undefined, metric: 'SuccessRatePercent', value }];
}

function namesSeen(fleet: Fleet, { source, store }: SourceHistory, at: number): string[] {
  const listed = fleet.jobs.filter(job => job.source === source.name);
  const names = [...store.jobs.values()]
    .filter(({ series, objects }) => {
      for (const { segments } of series.values()) if ((segments.starts[0] ?? at) <= at) return true;
      return objects.size > 0;
    })
    .map(({ name }) => name);
  return listUnlisted(listed, names);
}

function countUnlisted(fleet: Fleet, histories: readonly SourceHistory[], at: number): Measurement {
  const value = histories.reduce((sum, one) => sum + namesSeen(fleet, one, at).length, 0);
  return { job: undefined, metric: 'UnlistedJobs', value };
}

function unlistedNotes(fleet: Fleet, history: SourceHistory, at: number): Note[] {
  const { maximum } = fleet.unlisted;
  const names = namesSeen(fleet, history, at);
  if (names.length === 0 || maximum === 0) return [];
  const listed = JSON.stringify(names.slice(0, maximum));
  const notes: Note[] = [
    { code: 'unlisted-jobs', message: `jobs that the config does not list: ${listed}` },
  ];
  if (names.length <= maximum) return notes;
  const message = `${names.length} jobs are not listed, more than the ${maximum} that are measured`;
  return [...notes, { code: 'unlisted-cap', message }];
}

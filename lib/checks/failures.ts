import { formatDuration } from '../model/format.ts';
import type { Fleet, Job, Source, WindowName } from '../model/job.ts';
import type { Derived, Measurement, MetricName, Note } from '../model/measurement.ts';
import type { Check, Queries, Sample, Samples } from './check.ts';
import { countEvents, highestAtEvents } from './counters.ts';
import { aliveQuery, unwatchedJobs, unwatchedQuery } from './presence.ts';
import { select } from './promql.ts';
import { rosterOf, samplesByJob, unlistedNames, valuesByJob } from './roster.ts';
import { newestStamps } from './stamps.ts';
import { groupByWindow, type WindowGroup } from './windows.ts';

/** Runs by outcome in one window; `partial` and any other status count in `total` alone. */
type Runs = Readonly<{
  succeeded: number;
  failed: number;
  total: number;
  /** False where too little of the window is known to say that nothing ran in it. */
  isWatched: boolean;
  /** The longest time from the last success to a failure; unknown where no success is known. */
  delaySeconds: number | undefined;
}>;

/**
 * How long after the last success a run fails if the run before it failed as well: more than 1.25
 * intervals, and the time in which a run is noticed (a scrape and a step of the grid).
 */
const inARow = { intervals: 1.25, slackSeconds: 90 } as const;

/** In the shortest window a job has so many runs that a majority by one run never holds. */
const manyRunsSeconds = 300;

function queries(fleet: Fleet): Queries {
  const { source } = fleet;
  const metric = source.metrics.executions;
  const by = [source.labels.job, source.labels.status];
  const groups = groupByWindow(fleet, ['failures', 'criticalFailures']);
  const counts = groups.map(({ windowSeconds, matchers }) => [
    runsQuery(windowSeconds),
    countEvents(source, { metric, matchers, windowSeconds, by }),
  ]);
  const delays = groupByWindow(fleet, ['criticalFailures'])
    .filter(({ windowSeconds }) => windowSeconds > manyRunsSeconds)
    .map(group => [delayQuery(group.windowSeconds), delayOf(source, group)]);
  return {
    alive: aliveQuery(fleet, metric),
    unwatched: unwatchedQuery(fleet, metric, groups),
    ...Object.fromEntries(counts),
    ...Object.fromEntries(delays),
  };
}

/** How long after the job's last success a run of the window failed at most; long where none is known. */
function delayOf(source: Source, { windowSeconds, matchers }: WindowGroup): string {
  const { job, status } = source.labels;
  const metric = source.metrics.executions;
  const never = `0 * group by (${job}) (${select(source, metric, matchers)})`;
  const success = `(${newestStamps(source, windowSeconds, matchers)}) or ${never}`;
  const failed = { metric, matchers: [...matchers, `${status}="failed"`], windowSeconds };
  return highestAtEvents(source, failed, `time() - (${success})`);
}

function delayQuery(windowSeconds: number): string {
  return `delay in ${windowSeconds} s`;
}

function runsQuery(windowSeconds: number): string {
  return `runs in ${windowSeconds} s`;
}

function derive(samples: Samples, fleet: Fleet): Derived {
  const alive = samples.alive ?? [];
  const aliveNames = new Set(alive.map(({ labels }) => labels[fleet.source.labels.job]));
  const runsIn = readRuns(samples, fleet);
  const measurements = rosterOf(fleet, alive)
    .filter(job => aliveNames.has(job.name))
    .flatMap(job => measure(job, runsIn));
  const unlisted = unlistedNames(fleet, alive);
  return {
    measurements: [
      ...measurements,
      ...successRate(measurements),
      { job: undefined, metric: 'UnlistedJobs', value: unlisted.length },
    ],
    notes: unlistedNotes(fleet, unlisted),
  };
}

type RunsIn = (job: Job, window: WindowName) => Runs;

function readRuns(samples: Samples, fleet: Fleet): RunsIn {
  const runs = new Map<number, ReadonlyMap<string, Sample[]>>();
  const delays = new Map<number, ReadonlyMap<string, number>>();
  const unwatched = new Map<number, ReadonlySet<string>>();
  return (job, window) => {
    const seconds = job.windowSeconds[window] ?? 0;
    if (!runs.has(seconds)) {
      runs.set(seconds, samplesByJob(fleet, samples[runsQuery(seconds)]));
      delays.set(seconds, valuesByJob(fleet, samples[delayQuery(seconds)]));
      unwatched.set(seconds, unwatchedJobs(fleet, samples, seconds));
    }
    const counted = sumRuns(fleet, runs.get(seconds)?.get(job.name) ?? []);
    const isWatched = !unwatched.get(seconds)?.has(job.name);
    return { ...counted, isWatched, delaySeconds: delays.get(seconds)?.get(job.name) };
  };
}

function sumRuns(fleet: Fleet, rows: readonly Sample[]) {
  const { status } = fleet.source.labels;
  const count = (name: string) => rows.find(row => row.labels[status] === name)?.value ?? 0;
  const total = rows.reduce((sum, { value }) => sum + value, 0);
  return { succeeded: count('success'), failed: count('failed'), total };
}

/**
 * A job that shares one window between both alerts has one failure rate, and pays for one. While
 * the short critical window is empty, as when a deploy falls into an incident, the longer one
 * speaks for it: an alarm is not over because nothing ran for five minutes. So it does for a single
 * run of a job of which two were due, as when its runs take longer than its interval: one failure
 * is no majority.
 */
function measure(job: Job, runsIn: RunsIn): Measurement[] {
  const windowSeconds = job.windowSeconds.failures;
  const measurements: Measurement[] = [];
  const add = (metric: MetricName, value: number | undefined) => {
    if (value !== undefined) measurements.push({ job: job.name, metric, value });
  };
  if (windowSeconds !== undefined) {
    const runs = runsIn(job, 'failures');
    const perMinute = (count: number) => count / (windowSeconds / 60);
    add('FailureRatePercent', failureRate(job, runs));
    add('RunsPerMinute', perMinute(runs.total));
    add('SuccessesPerMinute', perMinute(runs.succeeded));
    add('FailuresPerMinute', perMinute(runs.failed));
  }
  if (criticalMetric(job) === 'CriticalFailureRatePercent') {
    const runs = runsIn(job, 'criticalFailures');
    const fewest = job.intervalSeconds === undefined ? 1 : 2;
    const known = runs.total < fewest ? runsIn(job, 'failures') : runs;
    add('CriticalFailureRatePercent', failureRate(job, known));
  }
  return measurements;
}

/**
 * No run is no failure: the rate of 0 of 0 is 0, so that no alarm sticks when a job stops. But
 * where nobody looked nothing is known: the end of an outage of Prometheus is no recovery.
 * A window holds few runs of a slow job: where every second run fails, two of three and one of
 * three in turn. So a majority by one run is a majority only if two runs in a row failed.
 */
function failureRate(job: Job, runs: Runs): number | undefined {
  const { failed, total } = runs;
  if (total === 0) return runs.isWatched ? 0 : undefined;
  const rate = (100 * failed) / total;
  const isNarrow = failed - (total - failed) <= 1;
  return isNarrow && !failedInARow(job, runs) ? Math.min(rate, 50) : rate;
}

function failedInARow({ intervalSeconds }: Job, { delaySeconds }: Runs): boolean {
  if (delaySeconds === undefined || intervalSeconds === undefined) return true;
  return delaySeconds > inARow.intervals * intervalSeconds + inARow.slackSeconds;
}

function criticalMetric(job: Job): MetricName {
  const { failures, criticalFailures } = job.windowSeconds;
  return failures === criticalFailures ? 'FailureRatePercent' : 'CriticalFailureRatePercent';
}

/** Successes of all jobs against all their runs, each job at the rate of its own window. */
function successRate(measurements: readonly Measurement[]): Measurement[] {
  const sum = (metric: MetricName) =>
    measurements.reduce((total, m) => (m.metric === metric ? total + m.value : total), 0);
  const runs = sum('RunsPerMinute');
  if (runs === 0) return [];
  const value = (100 * sum('SuccessesPerMinute')) / runs;
  return [{ job: undefined, metric: 'SuccessRatePercent', value }];
}

function unlistedNotes(fleet: Fleet, names: readonly string[]): Note[] {
  if (names.length === 0 || fleet.unlisted.maximum === 0) return [];
  const { maximum } = fleet.unlisted;
  const listed = JSON.stringify(names.slice(0, maximum));
  const notes: Note[] = [
    { code: 'unlisted-jobs', message: `jobs that the config does not list: ${listed}` },
  ];
  if (names.length <= maximum) return notes;
  const message = `${names.length} jobs are not listed, more than the ${maximum} that are measured`;
  return [...notes, { code: 'unlisted-cap', message }];
}

function problemOf(alert: 'BackgroundJobFailing' | 'BackgroundJobCriticalFailureRate') {
  const window = alert === 'BackgroundJobFailing' ? 'failures' : 'criticalFailures';
  return (job: Job) => {
    const span = formatDuration(job.windowSeconds[window] ?? 0);
    const { limit } = job.alerts[alert];
    return `has failed in more than ${limit} % of its runs in the last ${span}`;
  };
}

export const failures: Check = {
  name: 'failures',
  summary: 'How many of the runs of each job fail',
  queries,
  derive,
  metrics: [
    {
      name: 'FailureRatePercent',
      unit: 'Percent',
      summary: 'Failed runs of all runs, in 10 minutes or the last runs of a slower job',
      published: true,
    },
    {
      name: 'CriticalFailureRatePercent',
      unit: 'Percent',
      summary: 'The same over the shorter critical window, where a job has one of its own',
      published: true,
    },
    { name: 'RunsPerMinute', unit: 'Count/Minute', summary: 'Runs of any status', published: true },
    {
      name: 'SuccessesPerMinute',
      unit: 'Count/Minute',
      summary: 'Runs that succeeded',
      published: false,
    },
    {
      name: 'FailuresPerMinute',
      unit: 'Count/Minute',
      summary: 'Runs that failed',
      published: false,
    },
    {
      name: 'SuccessRatePercent',
      unit: 'Percent',
      summary: 'Successes of all runs of all jobs',
      published: true,
    },
    { name: 'UnlistedJobs', unit: 'Count', summary: 'Jobs nobody listed', published: true },
  ],
  alerts: [
    {
      name: 'BackgroundJobFailing',
      severity: 'warning',
      metric: () => 'FailureRatePercent',
      problem: problemOf('BackgroundJobFailing'),
      firstLook: "Read the error of its last failed run in the application's log.",
      runbook: 'job-failures',
    },
    {
      name: 'BackgroundJobCriticalFailureRate',
      severity: 'critical',
      metric: criticalMetric,
      problem: problemOf('BackgroundJobCriticalFailureRate'),
      firstLook:
        'See when it began (dashboard, Job Execution Rate by Job). Was there a deploy then, or did a service that the job needs go down?',
      runbook: 'critical-failure-rate',
    },
  ],
  panels: [1, 2, 4, 8, 10],
};

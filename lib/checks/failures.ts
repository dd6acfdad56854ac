import type { Check, Queries, Samples } from './check.ts';
import { countEvents } from './counters.ts';
import { formatDuration } from './format.ts';
import type { Fleet, Job, WindowName } from './job.ts';
import type { Derived, Measurement, MetricName, Note } from './measurement.ts';
import { aliveQuery } from './presence.ts';
import { rosterOf, samplesByJob, unlistedNames } from './roster.ts';
import { groupByWindow } from './windows.ts';

/** Runs by outcome in one window; `partial` and any other status count in `total` alone. */
type Runs = Readonly<{ succeeded: number; failed: number; total: number }>;

const noRuns: Runs = { succeeded: 0, failed: 0, total: 0 };

function queries(fleet: Fleet): Queries {
  const { source } = fleet;
  const metric = source.metrics.executions;
  const by = [source.labels.job, source.labels.status];
  const groups = groupByWindow(fleet, ['failures', 'criticalFailures']);
  const counts = groups.map(({ windowSeconds, matchers }) => [
    runsQuery(windowSeconds),
    countEvents(source, { metric, matchers, windowSeconds, by }),
  ]);
  return { alive: aliveQuery(fleet, metric), ...Object.fromEntries(counts) };
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
  const byQuery = new Map<string, Map<string, Runs>>();
  for (const [query, answer] of Object.entries(samples)) {
    const byJob = samplesByJob(fleet, answer);
    const counted = [...byJob].map(([name, rows]) => {
      const sum = (status?: string) =>
        rows
          .filter(row => status === undefined || row.labels[fleet.source.labels.status] === status)
          .reduce((total, row) => total + row.value, 0);
      return [name, { succeeded: sum('success'), failed: sum('failed'), total: sum() }] as const;
    });
    byQuery.set(query, new Map(counted));
  }
  return (job, window) =>
    byQuery.get(runsQuery(job.windowSeconds[window] ?? 0))?.get(job.name) ?? noRuns;
}

/** A job that shares one window between both alerts has one failure rate, and pays for one. */
function measure(job: Job, runsIn: RunsIn): Measurement[] {
  const windowSeconds = job.windowSeconds.failures;
  const measurements: Measurement[] = [];
  const add = (metric: MetricName, value: number) =>
    measurements.push({ job: job.name, metric, value });
  if (windowSeconds !== undefined) {
    const runs = runsIn(job, 'failures');
    const perMinute = (count: number) => count / (windowSeconds / 60);
    add('FailureRatePercent', failureRate(runs));
    add('RunsPerMinute', perMinute(runs.total));
    add('SuccessesPerMinute', perMinute(runs.succeeded));
    add('FailuresPerMinute', perMinute(runs.failed));
  }
  if (criticalMetric(job) === 'CriticalFailureRatePercent') {
    add('CriticalFailureRatePercent', failureRate(runsIn(job, 'criticalFailures')));
  }
  return measurements;
}

/** No run is no failure: the rate of 0 of 0 is 0, so that no alarm sticks when a job stops. */
function failureRate({ failed, total }: Runs): number {
  return total === 0 ? 0 : (100 * failed) / total;
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

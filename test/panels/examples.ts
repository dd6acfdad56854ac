import type { JobFacts } from '../../lib/model/facts.ts';
import { type Fleet, type Job, makeUnlistedJob } from '../../lib/model/job.ts';
import type { MetricName } from '../../lib/model/measurement.ts';
import { arrangeRows, type MinutePanel, type PanelData } from '../../lib/panels/data.ts';
import { countRunsByCell } from '../../lib/panels/heatmap.ts';
import type { LinesData } from '../../lib/panels/lines.ts';
import { panels } from '../../lib/panels/panels.ts';
import type { JobRow } from '../../lib/panels/rows.ts';
import type { SuccessState } from '../../lib/panels/success-state.ts';
import { parse } from '../config/parse.ts';

/** 24 November 2026, 10:00 UTC, in Unix seconds. */
export const tenOClock = Date.UTC(2026, 10, 24, 10) / 1000;

type Values = Partial<Record<MetricName, number>>;

/**
 * A fleet of the configuration's `jobs`, with their measurements, and their last successes if those
 * do not follow from the measurements; jobs that are not in the configuration are unlisted.
 */
export type Example = Readonly<{
  jobs: string;
  measured: Readonly<Record<string, Values>>;
  success?: Readonly<Record<string, SuccessState>>;
  limits?: Readonly<Record<string, JobRow['limits']>>;
}>;

/** A fleet from the `jobs` of a configuration in YAML. */
export function exampleFleet(jobs: string): Fleet {
  return parse(`prometheus: { url: "http://localhost:9090" }\njobs:\n  ${jobs}`).fleet;
}

export function exampleData(panel: MinutePanel, example: Example): PanelData {
  const fleet = exampleFleet(example.jobs);
  const listed = new Set(fleet.jobs.map(({ name }) => name));
  const unlisted = Object.keys(example.measured)
    .filter(name => !listed.has(name))
    .map(name => makeUnlistedJob(fleet, 'application', name));
  const rows = [...fleet.jobs, ...unlisted].map(job => exampleRow(example, job));
  return arrangeRows(panel, rows, tenOClock);
}

function exampleRow({ measured, success = {}, limits = {} }: Example, job: Job): JobRow {
  const values = findOwn(measured, job.name) ?? {};
  return {
    job,
    values,
    limits: findOwn(limits, job.name) ?? {},
    success: findOwn(success, job.name) ?? inferSuccess(values),
    suspended: false,
    topBoundSeconds: 600,
  };
}

/** A job may be called `valueOf`. */
function findOwn<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function inferSuccess({ SecondsSinceSuccess }: Values): SuccessState {
  if (SecondsSinceSuccess === undefined) {
    return { kind: 'unjudgeable', reason: 'no series of this job' };
  }
  return { kind: 'succeeded', ageSeconds: SecondsSinceSuccess, nextDue: undefined };
}

const dueAt = (time: number) => ({ time, timezone: 'Europe/Berlin', at: tenOClock });

/** One job that fails and is late, one in each other state, and one that is unlisted. */
export const six: Example = {
  jobs: [
    'clip_sync: { interval: 15m }',
    'reputation_tasks: { interval: 6h, paused: true }',
    'backup: { schedule: "0 9 * * *", timezone: Europe/Berlin }',
    'weekly_report: { schedule: "0 9 * * 3", timezone: Europe/Berlin }',
    'newcomer: { interval: 1h }',
  ].join('\n  '),
  measured: {
    clip_sync: {
      SuccessesPerMinute: 0,
      FailuresPerMinute: 0.05,
      FailureRatePercent: 100,
      DurationP95Seconds: 600.6,
      SecondsSinceSuccess: 8400,
    },
    backup: { SecondsOverdue: 4200 },
    weekly_report: { SecondsOverdue: 0, DurationP95Seconds: 700 },
    'new <job>': { SuccessesPerMinute: 0.3, FailuresPerMinute: 0, FailureRatePercent: 0 },
  },
  success: {
    backup: {
      kind: 'overdue',
      lateSeconds: 4200,
      due: dueAt(tenOClock - 4200),
      hasSucceeded: true,
    },
    weekly_report: {
      kind: 'succeeded',
      ageSeconds: 6 * 86_400,
      nextDue: dueAt(tenOClock + 79_200),
    },
    newcomer: { kind: 'never', watchedSeconds: 720, nextDue: undefined },
    'new <job>': { kind: 'succeeded', ageSeconds: 60, nextDue: undefined },
  },
};

type NamedFacts = Parameters<typeof countRunsByCell>[0][number];

export function exampleFacts(name: string, facts: Partial<JobFacts>): NamedFacts {
  return { name, facts: { durations: [], watched: [], bounds: [], ...facts } };
}

/** Two columns of five minutes: three runs of two jobs in the first, nothing watched in the second. */
export function heatmapExample(): PanelData {
  const at = tenOClock - 300;
  const bounds = [1, 10];
  const durations = [{ at, low: 0, high: 1, count: 2 }];
  const above = [{ at, low: 10, high: Number.POSITIVE_INFINITY, count: 1 }];
  return countRunsByCell(
    [exampleFacts('a', { durations, bounds }), exampleFacts('<b>', { durations: above, bounds })],
    { from: at, to: tenOClock, stepSeconds: 300 },
  );
}

/** A healthy job and one that fails from half past nine on, with one that is slow beside them. */
export function linesExample(number: 3 | 4 | 5 | 7): LinesData {
  const panel = panels.find(one => one.number === number);
  if (panel === undefined) throw new RangeError(`there is no panel ${number}`);
  const times = Array.from({ length: 61 }, (_, index) => tenOClock - 3600 + 60 * index);
  const names = ['clip_sync', 'reputation_tasks', 'new <job>'];
  return {
    ...{ kind: 'lines', panel, from: tenOClock - 3600, to: tenOClock, stepSeconds: 60, times },
    series: panel.series.flatMap(({ suffix, colour }, variant) =>
      names.map((job, jobIndex) => ({
        ...{ job, jobIndex, variant, ...(colour === undefined ? {} : { colour }) },
        ...{ label: suffix === undefined ? job : `${job} (${suffix})` },
        ...exampleLine(times.length, { variant, jobIndex, isRare: colour !== undefined }),
      })),
    ),
    limits: [
      { severity: 'warning', value: 300, label: 'warning 300 (2 of 3 jobs)' },
      { severity: 'critical', value: 1000, label: 'critical 1000 (all jobs)' },
    ],
    periods: [
      { severity: 'warning', from: tenOClock - 1800, to: null },
      { severity: 'critical', from: tenOClock - 1500, to: tenOClock - 600 },
    ],
    jobCount: names.length,
  };
}

type Drawn = Readonly<{ variant: number; jobIndex: number; isRare: boolean }>;

function exampleLine(count: number, { variant, jobIndex, isRare }: Drawn) {
  const values = Array.from({ length: count }, (_, minute) => {
    if (isRare) return minute >= 30 && jobIndex === 0 ? 90 : 0;
    const wave = 160 * (jobIndex + 1) * (1 + 0.6 * Math.sin(minute / 8 + jobIndex));
    // the second job is not known for a while
    return jobIndex === 1 && minute > 20 && minute < 27 ? null : Math.round(wave / (1 + variant));
  });
  const known = values.filter(value => value !== null);
  const total = known.reduce((sum, value) => sum + value, 0);
  const [last = null, max] = [values.at(-1), Math.max(...known)];
  return { values, statistics: { last, mean: total / known.length, max, total } };
}

export function gaugeExample(percent: number | undefined): PanelData {
  const panel = panels.find(({ kind }) => kind === 'gauge');
  if (panel === undefined) throw new RangeError('there is no gauge');
  return { kind: 'gauge', at: tenOClock, panel, percent };
}

import type { AlarmSpec } from '../checks/check.ts';
import { findHorizon } from '../checks/horizon.ts';
import { planJobAlarms } from '../checks/index.ts';
import type { AlertName, Fleet, Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import { type UnlistedMetricName, unlistedMetric } from './names.ts';

/**
 * The worst value / limit of one alert over all unlisted jobs; finite, and a value above 1
 * breaches.
 */
export type UnlistedRatio = Readonly<{ metric: UnlistedMetricName; value: number }>;

/** A ratio and the time at which it applied, in Unix seconds. */
export type PastRatio = Readonly<{ ratio: number; at: number }>;

/** What is known about the unlisted jobs at a minute: `names` are all that are measured. */
export type UnlistedMinute = Readonly<{
  measurements: readonly Measurement[];
  names: ReadonlySet<string>;
  at: number;
}>;

export type UnlistedRatios = Readonly<{
  /** What was published last, by alert, before this process began. */
  recall: (published: ReadonlyMap<AlertName, PastRatio>) => void;
  /** The ratios of the present minute. */
  update: (minute: UnlistedMinute) => UnlistedRatio[];
  /** The ratios of a missed minute; they are not remembered. */
  find: (minute: UnlistedMinute) => UnlistedRatio[];
}>;

/** The ratio of a value to a limit of 0, by which nothing can be divided. */
const overNothing = 2;

/**
 * How long an alarm gets the value of jobs that are gone, in seconds: longer than any hold time.
 */
const endingSeconds = 1800;

type RatioState = {
  readonly spec: AlarmSpec;
  /** The last known ratio of each job. */
  readonly jobs: Map<string, PastRatio>;
  published: PastRatio | undefined;
  isRecalled: boolean;
};

/**
 * One ratio for each alert that an unlisted job was measured for, and none if there is no such job,
 * because a metric is billed by the hours in which it is sent. A job of which nothing is known now
 * keeps its last ratio, so that no other job's 0 ends its alarm, until it has been gone for its
 * horizon.
 */
export function createUnlistedRatios(fleet: Fleet): UnlistedRatios {
  const job = anyUnlistedJob(fleet);
  const ledgers: RatioState[] = (fleet.unlisted.maximum === 0 ? [] : planJobAlarms(job)).map(
    spec => ({
      spec,
      jobs: new Map(),
      published: undefined,
      isRecalled: false,
    }),
  );
  return {
    recall: published => {
      for (const ledger of ledgers) {
        ledger.published = published.get(ledger.spec.alert);
        ledger.isRecalled = ledger.published !== undefined;
      }
    },
    update: minute => {
      const horizon = findHorizon(job, minute.at);
      return ledgers.flatMap(ledger => toRatios(ledger, updateRatioState(ledger, minute, horizon)));
    },
    find: minute => ledgers.flatMap(ledger => toRatios(ledger, findValue(ledger, minute))),
  };
}

/** All unlisted jobs have the same settings, and therefore the same alarms. */
export function anyUnlistedJob({ unlisted }: Fleet): Job {
  return { ...unlisted.settings, name: '', seriesName: '', source: '' };
}

function toRatios({ spec }: RatioState, value: number | undefined): UnlistedRatio[] {
  return value === undefined ? [] : [{ metric: unlistedMetric(spec.alert), value }];
}

function updateRatioState(
  ledger: RatioState,
  minute: UnlistedMinute,
  horizon: number,
): number | undefined {
  const { jobs } = ledger;
  const { at } = minute;
  const measured = findMeasured(ledger, minute);
  for (const [name, ratio] of measured) jobs.set(name, { ratio, at });
  for (const [name, known] of jobs) if (at - known.at > horizon) jobs.delete(name);
  if (ledger.isRecalled) assignRecalled(ledger, minute, measured);
  if (measured.size > 0) {
    const value = findWorst(jobs);
    ledger.published = { ratio: value, at };
    return value;
  }
  return jobs.size > 0 ? undefined : endAlarm(ledger, at, horizon);
}

/**
 * A ratio that an earlier process published belongs to the jobs about which nothing is known now.
 */
function assignRecalled(
  ledger: RatioState,
  { names }: UnlistedMinute,
  measured: ReadonlyMap<string, number>,
): void {
  const { published, jobs } = ledger;
  ledger.isRecalled = false;
  if (published === undefined || published.ratio <= 1) return;
  if ([...measured.values()].some(ratio => ratio > 1)) return;
  for (const name of names) if (!jobs.has(name)) jobs.set(name, published);
}

function endAlarm(ledger: RatioState, at: number, horizon: number): number | undefined {
  const { published } = ledger;
  if (published === undefined || published.ratio <= 1) return undefined;
  const goneSeconds = at - published.at;
  if (goneSeconds > horizon + endingSeconds) ledger.published = undefined;
  return goneSeconds > horizon ? 0 : undefined;
}

/** For a missed minute: unknown values are taken from the present. */
function findValue(ledger: RatioState, minute: UnlistedMinute): number | undefined {
  const measured = findMeasured(ledger, minute);
  if (measured.size === 0) return undefined;
  const others = [...ledger.jobs].filter(([name]) => !measured.has(name));
  return Math.max(...measured.values(), findWorst(new Map(others)));
}

function findWorst(jobs: ReadonlyMap<string, PastRatio>): number {
  return Math.max(0, ...[...jobs.values()].map(({ ratio }) => ratio));
}

function findMeasured(
  { spec }: RatioState,
  { measurements, names }: UnlistedMinute,
): Map<string, number> {
  const ratios = new Map<string, number>();
  for (const { job, metric, value, limits } of measurements) {
    if (metric !== spec.metric || job === undefined || !names.has(job)) continue;
    ratios.set(job, divide(value, limits?.[spec.alert] ?? spec.threshold));
  }
  return ratios;
}

/**
 * Above 1 exactly if the value is above the limit, because the quotient of doubles never rounds to
 * 1.
 */
function divide(value: number, limit: number): number {
  if (!Number.isFinite(value)) return 0;
  if (limit > 0) return Math.min(value / limit, Number.MAX_VALUE);
  return value > limit ? overNothing : 0;
}

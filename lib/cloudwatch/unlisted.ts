import { alarmsOf, type Check } from '../checks/check.ts';
import type { Fleet, Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import { type UnlistedMetricName, unlistedMetric } from './names.ts';

/** The worst value / limit of one alert over all unlisted jobs; finite, and over 1 breaches. */
export type UnlistedRatio = Readonly<{ metric: UnlistedMetricName; value: number }>;

/** The ratio of a value over a limit of 0, which nothing can be divided by. */
const overNothing = 2;

/** Once a day, from midnight UTC and for this many seconds, what does not exist is sent as 0. */
const sweepSeconds = 1800;

/**
 * One ratio for each alert of the check by which an unlisted job was measured. A metric is paid
 * for by the hours in which it is sent, so a service without unlisted jobs sends none; but an alarm
 * whose job has gone, or has been listed since, must end: the daily sweep is longer than any of
 * them holds.
 */
export function unlistedRatios({
  check,
  measurements,
  fleet,
  at,
}: Readonly<{
  check: Check;
  measurements: readonly Measurement[];
  fleet: Fleet;
  at: number;
}>): UnlistedRatio[] {
  if (fleet.unlisted.maximum === 0) return [];
  const isSweep = at % 86_400 < sweepSeconds;
  const listed = new Set(fleet.jobs.map(job => job.name));
  const ofUnlisted = measurements.filter(({ job }) => job !== undefined && !listed.has(job));
  return alarmsOf(check, anyUnlisted(fleet)).flatMap(({ alert, metric, threshold }) => {
    const ratios = ofUnlisted
      .filter(measurement => measurement.metric === metric)
      .map(({ value, limits }) => ratioOf(value, limits?.[alert] ?? threshold));
    if (ratios.length === 0 && !isSweep) return [];
    return [{ metric: unlistedMetric(alert), value: Math.max(0, ...ratios) }];
  });
}

/** All unlisted jobs have the same settings, hence the same alarms. */
function anyUnlisted(fleet: Fleet): Job {
  return { ...fleet.unlisted.settings, name: '' };
}

/** Above 1 exactly where the value is above the limit: the quotient of doubles never rounds to 1. */
function ratioOf(value: number, limit: number): number {
  if (!Number.isFinite(value)) return 0;
  if (limit > 0) return Math.min(value / limit, Number.MAX_VALUE);
  return value > limit ? overNothing : 0;
}

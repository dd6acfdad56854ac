import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { alarmsOf, type Check, type CheckName, type MetricDefinition } from '../checks/check.ts';
import type { Fleet, Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import {
  type Dimensions,
  heartbeatDimensions,
  jobDimensions,
  type PublishedMetricName,
  serviceDimensions,
} from './names.ts';
import { unlistedRatios } from './unlisted.ts';

/** What one check found at the minute `at`, in Unix seconds. */
export type Finding = Readonly<{
  check: Check;
  measurements: readonly Measurement[];
  fleet: Fleet;
  at: number;
}>;

/**
 * What is published of a finding: the listed jobs' metrics, the service's, and one ratio an alert
 * for all unlisted jobs. Only for an answer of Prometheus: without one, nothing is published.
 */
export function toData(finding: Finding): MetricDatum[] {
  const { fleet, at } = finding;
  const ratios = unlistedRatios(finding).map(({ metric, value }) =>
    datum({ metric, value, at, unit: 'None', dimensions: serviceDimensions(fleet.service) }),
  );
  return [...ownData(finding), ...ratios];
}

/**
 * Values of a heartbeat: any one says that the check ran, the larger that Prometheus answered it.
 * The state of the source alone does not say which of the checks were answered in a minute.
 */
export const beat = { asked: 1, answered: 2 } as const;

/** Sent every minute by each check, also when Prometheus could not be asked. */
export function heartbeat(
  service: string,
  check: CheckName,
  { at, isAnswered }: Readonly<{ at: number; isAnswered: boolean }>,
): MetricDatum {
  const dimensions = heartbeatDimensions(service, check);
  const value = isAnswered ? beat.answered : beat.asked;
  return datum({ metric: 'Heartbeat', value, at, unit: 'Count', dimensions });
}

/** 1 where Prometheus answered this minute and 0 where it did not. */
export function sourceReachable(service: string, isReachable: boolean, at: number): MetricDatum {
  const dimensions = serviceDimensions(service);
  return datum({
    metric: 'SourceReachable',
    value: isReachable ? 1 : 0,
    at,
    unit: 'Count',
    dimensions,
  });
}

function ownData({ check, measurements, fleet, at }: Finding): MetricDatum[] {
  const published = new Map(check.metrics.filter(m => m.published).map(m => [m.name, m]));
  const jobs = new Map(fleet.jobs.map(job => [job.name, job]));
  return measurements.flatMap(({ job: name, metric, value }) => {
    const definition = published.get(metric);
    if (definition === undefined || !Number.isFinite(value)) return [];
    const { unit } = definition;
    if (name === undefined) {
      return [datum({ metric, value, at, unit, dimensions: serviceDimensions(fleet.service) })];
    }
    const job = jobs.get(name);
    if (job === undefined || (isPaused(job, at) && isAlarmed(check, job, metric))) return [];
    return [datum({ metric, value, at, unit, dimensions: jobDimensions(fleet.service, name) })];
  });
}

/**
 * A pause that ends by itself holds back what alarms read, so that they keep their state. One
 * without an end is the stack's: it disables the alarms' actions.
 */
function isPaused(job: Job, at: number): boolean {
  return typeof job.paused === 'number' && job.paused > at;
}

function isAlarmed(check: Check, job: Job, metric: PublishedMetricName): boolean {
  return alarmsOf(check, job).some(alarm => alarm.metric === metric);
}

type Figure = Readonly<{
  metric: PublishedMetricName;
  value: number;
  at: number;
  unit: MetricDefinition['unit'];
  dimensions: Dimensions;
}>;

function datum({ metric, value, at, unit, dimensions }: Figure): MetricDatum {
  return {
    MetricName: metric,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Timestamp: new Date(at * 1000),
    Value: withinBounds(value),
    // CloudWatch has no unit for events a minute
    Unit: unit === 'Count/Minute' ? 'None' : unit,
  };
}

const largest = 2 ** 360;

/**
 * CloudWatch refuses values beyond 2^360, and those that are closer to 0 than 2^-360 but not 0.
 * Sources: API reference, MetricDatum; User Guide, CloudWatch concepts.
 */
function withinBounds(value: number): number {
  if (Math.abs(value) < 1 / largest) return 0;
  return Math.min(Math.max(value, -largest), largest);
}

import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { MetricDefinition } from '../checks/check.ts';
import { checks, planJobAlarms } from '../checks/index.ts';
import { type Fleet, isPaused, type Job } from '../model/job.ts';
import type { Measurement } from '../model/measurement.ts';
import type { Heartbeat } from './heartbeat.ts';
import {
  type Dimensions,
  jobDimensions,
  type PublishedMetricName,
  serviceDimensions,
} from './names.ts';
import type { UnlistedRatio } from './unlisted.ts';

/** What was found at the minute `at`, in Unix seconds. */
type FleetMeasurements = Readonly<{
  fleet: Fleet;
  measurements: readonly Measurement[];
  at: number;
}>;

/**
 * What is published of a finding: the metrics of the listed jobs and those of the service. During a
 * pause that ends by itself, metrics that alarms read are not published, so that the alarms keep
 * their state. For a pause without an end, the stack disables the alarms' actions.
 */
export function toData({ fleet, measurements, at }: FleetMeasurements): MetricDatum[] {
  const jobs = new Map(fleet.jobs.map(job => [job.name, job]));
  return measurements.flatMap(({ job: name, metric, value }) => {
    const unit = publishedUnits.get(metric);
    if (unit === undefined || !Number.isFinite(value)) return [];
    if (name === undefined) return [toDatum({ metric, value, at, unit })];
    const job = jobs.get(name);
    if (job === undefined || isHeldBack(job, metric, at)) return [];
    return [toDatum({ metric, value, at, unit, dimensions: jobDimensions(name) })];
  });
}

export function toRatioData(ratios: readonly UnlistedRatio[], at: number): MetricDatum[] {
  return ratios.map(({ metric, value }) => toDatum({ metric, value, at, unit: 'None' }));
}

/** If only verdicts are published: those of the listed jobs, by name. */
export function toVerdictData(verdicts: ReadonlyMap<string, number>, at: number): MetricDatum[] {
  return [...verdicts].map(([job, value]) =>
    toDatum({ metric: 'Verdict', value, at, unit: 'None', dimensions: jobDimensions(job) }),
  );
}

/** A number for the whole service, sent if only verdicts are published. */
export function toServiceVerdict(
  metric: 'UnlistedVerdict' | 'WorstVerdict',
  value: number,
  at: number,
): MetricDatum {
  return toDatum({ metric, value, at, unit: 'None' });
}

/** Sent every minute, whatever the result of the round. */
export function toHeartbeat(value: Heartbeat, at: number): MetricDatum {
  return toDatum({ metric: 'Heartbeat', value, at, unit: 'Count' });
}

const publishedUnits: ReadonlyMap<PublishedMetricName, MetricDefinition['unit']> = new Map(
  checks.flatMap(({ metrics }) =>
    metrics.filter(({ published }) => published).map(({ name, unit }) => [name, unit]),
  ),
);

function isHeldBack(job: Job, metric: PublishedMetricName, at: number): boolean {
  if (typeof job.paused !== 'number' || !isPaused(job, at)) return false;
  return planJobAlarms(job).some(alarm => alarm.metric === metric);
}

type Figure = Readonly<{
  metric: PublishedMetricName;
  value: number;
  at: number;
  unit: MetricDefinition['unit'];
  dimensions?: Dimensions;
}>;

function toDatum({ metric, value, at, unit, dimensions = serviceDimensions }: Figure): MetricDatum {
  return {
    MetricName: metric,
    Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
    Timestamp: new Date(at * 1000),
    Value: clamp(value),
    // CloudWatch has no unit for events per minute
    Unit: unit === 'Count/Minute' ? 'None' : unit,
  };
}

const largest = 2 ** 360;

/**
 * CloudWatch rejects values beyond 2^360, and values that are closer to 0 than 2^-360 but not 0.
 * Sources: API reference, MetricDatum; User Guide, CloudWatch concepts.
 */
function clamp(value: number): number {
  if (Math.abs(value) < 1 / largest) return 0;
  return Math.min(Math.max(value, -largest), largest);
}

import type { AlarmPlan } from './plan.ts';

/** The bound that a quantile above it is published with; the largest bucket of the example's jobs. */
const largestBucketSeconds = 600;

/**
 * Values that breach the alarm, newest first and one for each of its minutes, such as a job in
 * trouble might give; the same at every call.
 */
export function exampleValues(plan: AlarmPlan): number[] {
  const minutes = Array.from({ length: plan.evaluationPeriods }, (_, age) => age);
  return minutes.map(age => roundValue(valueAt(plan, age)));
}

function valueAt({ metric, threshold, evaluationPeriods }: AlarmPlan, age: number): number {
  const minutesOver = evaluationPeriods - age;
  switch (metric) {
    case 'SourceReachable':
      return 0;
    case 'UnlistedJobs':
      return threshold + 1;
    case 'SecondsSinceSuccess':
      // it grows by a minute a minute, and the last success was not on the minute
      return threshold + 60 * minutesOver - 42;
    case 'QueueSize':
      return Math.ceil(threshold * 1.2) + 12 * minutesOver;
    case 'DurationP95Seconds':
      return slowRun(threshold);
    case 'FailureRatePercent':
    case 'CriticalFailureRatePercent':
    case 'ItemFailureRatePercent':
      return shareAbove(threshold);
    default:
      return threshold * 1.2 + 0.02 * minutesOver;
  }
}

function slowRun(limitSeconds: number): number {
  const top = largestBucketSeconds;
  return limitSeconds < top ? Math.min(1.375 * limitSeconds, 1.001 * top) : 1.001 * limitSeconds;
}

/** One of four runs failed, or two, or three. */
function shareAbove(limitPercent: number): number {
  return [25, 50, 75, 100].find(share => share > limitPercent) ?? 100;
}

function roundValue(value: number): number {
  return Math.round(value * 1000) / 1000;
}

import { checks } from '../checks/index.ts';
import type { PublishedMetricName } from '../cloudwatch/names.ts';
import type { JobFacts } from '../model/facts.ts';
import type { Job } from '../model/job.ts';
import type { MetricName } from '../model/measurement.ts';

/** Metrics of the whole service, sent every minute whatever the jobs are. */
export const serviceMetrics: readonly PublishedMetricName[] = [
  'Heartbeat',
  'SuccessRatePercent',
  'UnlistedJobs',
];

/** Any minute will do, in Unix seconds: what is published does not depend on it. */
const noon = Date.UTC(2026, 0, 1, 12) / 1000;

const minuteBefore = noon - 60;
const always = [{ from: 0, to: noon }];

/** A job of which everything is known that a check can look at. */
const everything: JobFacts = {
  runs: [
    {
      at: minuteBefore,
      succeeded: 1,
      failed: 1,
      skipped: 0,
      other: 0,
      failedOn: 1,
      succeededOn: 1,
    },
  ],
  items: [{ at: minuteBefore, succeeded: 1, failed: 1, skipped: 1 }],
  durations: [{ at: minuteBefore, low: 1, high: 1, count: 2 }],
  successes: [{ at: minuteBefore, time: minuteBefore }],
  queue: [{ at: 0, size: 1 }],
  suspended: [],
  watched: always,
  watchedFrom: 0,
  seen: { from: 0, to: noon },
  bounds: [],
};

/**
 * The metrics that a listed job publishes at most, in the order of the checks. The checks
 * themselves are asked, so that no list of metrics stands here beside theirs.
 */
export function findPublished(job: Job): MetricName[] {
  return checks
    .filter(({ name }) => job.enabled[name])
    .flatMap(check => {
      const measured = new Set(check.evaluate(everything, job, noon).map(({ metric }) => metric));
      return check.metrics.flatMap(({ name, published }) =>
        published && measured.has(name) ? [name] : [],
      );
    });
}

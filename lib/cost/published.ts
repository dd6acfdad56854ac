import { checks } from '../checks/index.ts';
import type { PublishedMetricName } from '../cloudwatch/names.ts';
import type { Config } from '../config/config.ts';
import type { JobFacts } from '../model/facts.ts';
import type { Job } from '../model/job.ts';
import type { MetricName } from '../model/measurement.ts';

/** Metrics of the whole service that are sent every minute, by what is published of the jobs. */
export const serviceMetrics: Readonly<Record<Config['alarms'], readonly PublishedMetricName[]>> = {
  alert: ['Heartbeat', 'SuccessRatePercent'],
  job: ['Heartbeat', 'WorstVerdict'],
};

/** Any minute, in Unix seconds. What is published does not depend on it. */
const noon = Date.UTC(2026, 0, 1, 12) / 1000;

const minuteBefore = noon - 60;
const always = [{ from: 0, to: noon }];

/** Facts of a job with everything that a check can read. */
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
 * Finds all metrics that a listed job can publish: only its verdict, or those of its checks in
 * their order. It runs the checks themselves, so that no second list of metrics is needed.
 */
export function findPublished(
  job: Job,
  alarms: Config['alarms'] = 'alert',
): readonly PublishedMetricName[] {
  return alarms === 'job' ? ['Verdict'] : listMeasured(job);
}

function listMeasured(job: Job): MetricName[] {
  return checks
    .filter(({ name }) => job.enabled[name])
    .flatMap(check => {
      const measured = new Set(check.evaluate(everything, job, noon).map(({ metric }) => metric));
      return check.metrics.flatMap(({ name, published }) =>
        published && measured.has(name) ? [name] : [],
      );
    });
}

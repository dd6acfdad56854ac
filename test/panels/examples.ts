import type { Fleet } from '../../lib/model/job.ts';
import type { MetricName } from '../../lib/model/measurement.ts';
import { type PanelData, panelDataOf } from '../../lib/panels/data.ts';
import { heatmapOf } from '../../lib/panels/heatmap.ts';
import { fleetOfConfig } from '../checks/fleet.ts';

/** 24 November 2026, 10:00 UTC, in Unix seconds. */
export const tenOClock = Date.UTC(2026, 10, 24, 10) / 1000;

type Values = Partial<Record<MetricName, number>>;

/** A fleet of the config's `jobs`, and what its jobs measure; others are unlisted. */
export type Example = Readonly<{ jobs: string; measured: Readonly<Record<string, Values>> }>;

export function exampleFleet({ jobs }: Example): Fleet {
  return fleetOfConfig(jobs);
}

export function dataOf(panel: 1 | 6 | 8 | 10, example: Example): PanelData {
  const measurements = Object.entries(example.measured).flatMap(([job, values]) =>
    Object.entries(values).map(([metric, value]) => ({ job, metric: metric as MetricName, value })),
  );
  const derived = [{ measurements, notes: [] }];
  const fleet = exampleFleet(example);
  return panelDataOf(panel, { fleet, derived, at: tenOClock, topBucketSeconds: 600 });
}

/** One job that fails and is late, a slow one without data, and one that nobody listed. */
export const three: Example = {
  jobs: 'clip_sync: { interval: 15m }\n  reputation_tasks: { interval: 6h, paused: true }',
  measured: {
    clip_sync: {
      SuccessesPerMinute: 0,
      FailuresPerMinute: 0.05,
      FailureRatePercent: 100,
      DurationP95Seconds: 600.6,
      SecondsSinceSuccess: 8400,
    },
    'new <job>': { SuccessesPerMinute: 0.3, FailuresPerMinute: 0, FailureRatePercent: 0 },
  },
};

/** Two columns of five minutes: three runs of two jobs in the first, nothing watched in the second. */
export function heatmapExample(): PanelData {
  const at = tenOClock - 300;
  const row = (name: string, le: string, value: number) => ({
    labels: { job_name: name, le },
    times: [at],
    values: [value],
  });
  return heatmapOf(exampleFleet(three), {
    range: { from: at, to: tenOClock, stepSeconds: 300 },
    counts: [row('a', '1', 2), row('a', '10', 2), row('a', '+Inf', 2), row('<b>', '+Inf', 1)],
    bounds: [{ labels: { le: '1' } }, { labels: { le: '10' } }, { labels: { le: '+Inf' } }],
    watched: [],
  });
}

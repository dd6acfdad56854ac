import type { AlertName } from './job.ts';

/** Every metric a check derives for a job or for the service. */
export const metricNames = [
  'SecondsSinceSuccess',
  'SecondsOverdue',
  'FailureRatePercent',
  'RunsPerMinute',
  'SuccessesPerMinute',
  'FailuresPerMinute',
  'DurationP95Seconds',
  'DurationP50Seconds',
  'QueueSize',
  'QueueGrowthRatio',
  'ItemFailureRatePercent',
  'ItemsSucceededPerMinute',
  'ItemsFailedPerMinute',
  'ItemsSkippedPerMinute',
  'SuccessRatePercent',
  'UnlistedJobs',
] as const;

export type MetricName = (typeof metricNames)[number];

/** One finite number at one minute. Without a `job` it is for the whole service. */
export type Measurement = Readonly<{
  job: string | undefined;
  metric: MetricName;
  value: number;
  /** Limits that apply instead of the job's own: those of an unlisted job's learnt rhythm. */
  limits?: Readonly<Partial<Record<AlertName, number>>>;
}>;

/** Information about the data for the log, such as a timestamp that was ignored. */
export type Note = Readonly<{ code: NoteCode; job?: string; message: string }>;

type NoteCode =
  | 'stamp-ignored'
  | 'unlisted-jobs'
  | 'unlisted-cap'
  | 'value-ignored'
  | 'unmapped-outcome'
  | 'history-dropped';

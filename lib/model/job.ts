/** The nine alerts, by the names of the original rules; the order is the one people see. */
export const alertNames = [
  'BackgroundJobFailing',
  'BackgroundJobCriticalFailureRate',
  'BackgroundJobNotRunning',
  'BackgroundJobCriticallyStale',
  'BackgroundJobHighDuration',
  'BackgroundJobCriticalDuration',
  'BackgroundJobQueueGrowing',
  'BackgroundJobCriticalQueueSize',
  'BackgroundJobHighItemFailureRate',
] as const;

export type AlertName = (typeof alertNames)[number];

export type Severity = 'warning' | 'critical';

/** `limit` is in the alert's own unit (percent, seconds, entries, ratio); strictly more breaches. */
export type AlertSetting = Readonly<{ limit: number; holdMinutes: number }>;

/** The judgements that look back over a window of runs or items. */
export const windowNames = ['failures', 'criticalFailures', 'duration', 'items'] as const;

export type WindowName = (typeof windowNames)[number];

/**
 * A job with every setting resolved. A window is in seconds, or `undefined` where it would pass
 * the ladder's top: such a job is judged by staleness only.
 */
export type Job = Readonly<{
  name: string;
  listed: boolean;
  intervalSeconds: number | undefined;
  /** Unix seconds from which a success is expected. */
  sinceSeconds: number | undefined;
  /** Measured and shown but not mailed: for good, or until these Unix seconds. */
  paused: boolean | number;
  hasQueue: boolean;
  hasItems: boolean;
  windowSeconds: Readonly<Record<WindowName, number | undefined>>;
  alerts: Readonly<Record<AlertName, AlertSetting>>;
}>;

/** What the application calls its metrics, labels and statuses. */
export type Source = Readonly<{
  /** Label matchers that every query carries, such as `env="prod"`; empty for none. */
  selector: string;
  metrics: Readonly<{
    executions: string;
    duration: string;
    lastSuccess: string;
    items: string;
    queue: string;
  }>;
  labels: Readonly<{ job: string; status: string }>;
}>;

/** All that the checks know: the listed jobs, how the unlisted are treated, where they are found. */
export type Fleet = Readonly<{
  service: string;
  jobs: readonly Job[];
  /** How many unlisted jobs are measured, and the settings they get. */
  unlisted: Readonly<{ maximum: number; settings: Omit<Job, 'name'> }>;
  source: Source;
  /** How far back a success is looked for: the largest critical limit and two hours more. */
  lookbackSeconds: number;
  /** Answers are asked for this long before the minute they are stamped with. */
  delaySeconds: number;
}>;

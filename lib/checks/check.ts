import type { JobFacts } from '../model/facts.ts';
import type {
  AlertName,
  AlertSetting,
  CheckName,
  Job,
  Severity,
  WindowName,
} from '../model/job.ts';
import type { Measurement, MetricName } from '../model/measurement.ts';

/**
 * A metric that a check derives. Only metrics that an alarm or a native panel reads are published.
 */
export type MetricDefinition = Readonly<{
  name: MetricName;
  unit: 'Seconds' | 'Percent' | 'Count' | 'Count/Minute' | 'None';
  summary: string;
  published: boolean;
  /**
   * A breach of its limit in a few words, with `#` for the value; without a breach, the value
   * alone.
   */
  breach?: string;
}>;

/** The unit of a limit. Ages and durations are in seconds, growth is a ratio. */
export type LimitUnit = 'percent' | 'age' | 'duration' | 'entries' | 'ratio';

/** How often a job runs, as far as a default depends on it. */
export type ConfiguredRhythm = Pick<Job, 'intervalSeconds' | 'schedule'>;

/** Everything about one alert. Configuration, alarms, texts and docs are derived from it. */
export type Alert = Readonly<{
  name: AlertName;
  severity: Severity;
  unit: LimitUnit;
  comparison: 'GreaterThanThreshold';
  /** Keys in a job's section of the configuration, for the limit and for the hold time. */
  keys: Readonly<{ limit: string; hold: string }>;
  /** The limit and hold time if the configuration sets none. */
  byDefault: (rhythm: ConfiguredRhythm) => AlertSetting;
  /** `byDefault`'s limit in words, for the docs, such as `the longer of 2h and 1.5 intervals`. */
  defaultLimit: string;
  /** The effect of exceeding the limit, for the docs: `More failed runs than this raise`. */
  meaning: string;
  /** The window that the configuration may set for it. */
  window: WindowName | undefined;
  metric: (job: Pick<Job, 'schedule'>) => MetricName;
  /** What is wrong, as a clause that follows the job's name: "has failed in more than 5 % of …". */
  problem: (job: Job) => string;
  /** A value that breaches the limit, as an example of an unhealthy job. */
  example: (limit: number) => number;
  /** What to look at first, in one sentence. */
  firstLook: string;
  /** Section of the runbook. */
  runbook: string;
}>;

/**
 * A CloudWatch alarm as plain numbers. The CDK alarm and the evaluator are both created from it.
 */
export type AlarmSpec = Readonly<{
  alert: AlertName;
  job: string;
  severity: Severity;
  metric: MetricName;
  comparison: 'GreaterThanThreshold';
  threshold: number;
  periodSeconds: 60;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  treatMissingData: 'ignore';
}>;

/** One aspect of every job's health: its metrics and its alerts. */
export type Check = Readonly<{
  name: CheckName;
  summary: string;
  /**
   * Pure: what is known about the job at the minute `at`, Unix seconds. Empty if nothing is known.
   */
  evaluate: (facts: JobFacts, job: Job, at: number) => readonly Measurement[];
  metrics: readonly MetricDefinition[];
  alerts: readonly Alert[];
  /** Numbers of the dashboard's panels that show the result of this check. */
  panels: readonly number[];
}>;

/** The alarms of a job that a check requires: none if the check is off for the job. */
export function planAlarms(check: Check, job: Job): AlarmSpec[] {
  if (!job.enabled[check.name]) return [];
  return check.alerts.map(alert => {
    const { limit, holdMinutes } = job.alerts[alert.name] ?? alert.byDefault(job);
    return {
      alert: alert.name,
      job: job.name,
      severity: alert.severity,
      metric: alert.metric(job),
      comparison: alert.comparison,
      threshold: limit,
      periodSeconds: 60,
      evaluationPeriods: holdMinutes,
      datapointsToAlarm: holdMinutes,
      treatMissingData: 'ignore',
    };
  });
}

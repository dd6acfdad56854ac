import type { AlertName, Fleet, Job, Severity } from '../model/job.ts';
import type { Derived, MetricName } from '../model/measurement.ts';

/** One series' value at one minute, as Prometheus gave it: it may be NaN or infinite. */
export type Sample = Readonly<{ labels: Readonly<Record<string, string>>; value: number }>;

/** The answers to a check's queries at one minute, by query name. */
export type Samples = Readonly<Record<string, readonly Sample[]>>;

/** PromQL by query name. The text does not depend on the minute: `at` is when it is evaluated. */
export type Queries = Readonly<Record<string, string>>;

export type CheckName = 'staleness' | 'failures' | 'duration' | 'queue' | 'items';

/** A metric that a check derives; only what an alarm or a native panel reads is published. */
export type MetricDefinition = Readonly<{
  name: MetricName;
  unit: 'Seconds' | 'Percent' | 'Count' | 'Count/Minute' | 'None';
  summary: string;
  published: boolean;
}>;

/** What an alert means, apart from the numbers that each job may set. */
export type AlertDefinition = Readonly<{
  name: AlertName;
  severity: Severity;
  metric: (job: Job) => MetricName;
  /** What is wrong, as a clause that follows the job's name: "has failed in more than 5 % of …". */
  problem: (job: Job) => string;
  /** What to look at first, a sentence. */
  firstLook: string;
  /** Section of the runbook. */
  runbook: string;
}>;

/** A CloudWatch alarm as plain numbers: the CDK alarm and the evaluator are both made from it. */
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

/** One aspect of every job's health: what is asked, what follows from the answer, what is mailed. */
export type Check = Readonly<{
  name: CheckName;
  summary: string;
  queries: (fleet: Fleet) => Queries;
  /** Pure: `at` is the minute in Unix seconds. */
  derive: (samples: Samples, fleet: Fleet, at: number) => Derived;
  metrics: readonly MetricDefinition[];
  alerts: readonly AlertDefinition[];
  /** Numbers of the dashboard's panels that show what this check finds. */
  panels: readonly number[];
}>;

/** Which of the check's alerts apply to a job: none of the windowed ones where it has no window. */
export function alarmsOf(check: Check, job: Job): AlarmSpec[] {
  return check.alerts.filter(alert => applies(alert.name, job)).map(alert => specOf(alert, job));
}

function specOf(alert: AlertDefinition, job: Job): AlarmSpec {
  const { limit, holdMinutes } = job.alerts[alert.name];
  return {
    alert: alert.name,
    job: job.name,
    severity: alert.severity,
    metric: alert.metric(job),
    comparison: 'GreaterThanThreshold',
    threshold: limit,
    periodSeconds: 60,
    evaluationPeriods: holdMinutes,
    datapointsToAlarm: holdMinutes,
    treatMissingData: 'ignore',
  };
}

function applies(alert: AlertName, job: Job): boolean {
  switch (alert) {
    case 'BackgroundJobFailing':
      return job.windowSeconds.failures !== undefined;
    case 'BackgroundJobCriticalFailureRate':
      return job.windowSeconds.criticalFailures !== undefined;
    case 'BackgroundJobHighDuration':
    case 'BackgroundJobCriticalDuration':
      return job.windowSeconds.duration !== undefined;
    case 'BackgroundJobQueueGrowing':
    case 'BackgroundJobCriticalQueueSize':
      return job.hasQueue;
    case 'BackgroundJobHighItemFailureRate':
      return job.hasItems && job.windowSeconds.items !== undefined;
    default:
      return true;
  }
}

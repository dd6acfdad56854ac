import type { Dimensions, PublishedMetricName } from '../cloudwatch/names.ts';
import type { AlertName, Severity } from '../model/job.ts';

/** A CloudWatch alarm as plain values; `id` is unique in its service. */
export type AlarmPlan = Readonly<{
  id: string;
  name: string;
  /** An alert's name, or the name of one of Jobwatch's own alarms, such as `NotReporting`. */
  alert: AlertName;
  /** Its name in the configuration; `undefined` for an alarm of the whole service. */
  job: string | undefined;
  description: string;
  /** What to look at first, in one sentence, and the section of the runbook. */
  firstLook: string;
  section: string;
  severity: Severity;
  namespace: string;
  metric: PublishedMetricName;
  dimensions: Dimensions;
  comparison: 'GreaterThanThreshold' | 'LessThanThreshold';
  threshold: number;
  periodSeconds: 60;
  evaluationPeriods: number;
  datapointsToAlarm: number;
  treatMissingData: 'ignore' | 'breaching';
  actionsEnabled: boolean;
}>;

import type { Dimensions, PublishedMetricName } from '../cloudwatch/names.ts';
import type { Severity } from '../model/job.ts';

/** An alarm of CloudWatch as plain values, whatever it watches; `id` is unique in its stack. */
export type AlarmPlan = Readonly<{
  id: string;
  name: string;
  description: string;
  severity: Severity;
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

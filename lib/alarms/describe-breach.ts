import { findAlert } from '../checks/index.ts';
import type { Job } from '../model/job.ts';
import type { MetricName } from '../model/measurement.ts';
import { formatAlertValue } from './format-values.ts';
import type { Breach } from './standing-breaches.ts';

const clauses: Readonly<Partial<Record<MetricName, string>>> = {
  FailureRatePercent: '# of runs fail',
  SecondsSinceSuccess: 'no success for #',
  DurationP95Seconds: '95 % of runs take up to #',
  QueueSize: '# wait in the queue',
  QueueGrowthRatio: 'the queue has grown # in 10 min',
  ItemFailureRatePercent: '# of items fail',
};

/** What is wrong and the limit, such as `25 % of runs fail, limit 5 %`. */
export function describeBreach(job: Pick<Job, 'schedule'>, breach: Breach): string {
  const { alert, value, limit } = breach;
  const clause = clauses[findAlert(alert).metric(job)] ?? '#';
  const measured = formatAlertValue(alert, value);
  return `${clause.replace('#', measured)}, limit ${formatAlertValue(alert, limit)}`;
}

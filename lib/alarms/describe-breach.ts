import { checks, findAlert } from '../checks/index.ts';
import type { Job } from '../model/job.ts';
import { formatAlertValue } from './format-values.ts';
import type { Breach } from './standing-breaches.ts';

const clauses = new Map(
  checks.flatMap(({ metrics }) => metrics.map(({ name, breach = '#' }) => [name, breach])),
);

/** What is wrong and the limit, such as `25 % of runs fail, limit 5 %`. */
export function describeBreach(job: Pick<Job, 'schedule'>, breach: Breach): string {
  const { alert, value, limit } = breach;
  const clause = clauses.get(findAlert(alert).metric(job)) ?? '#';
  const measured = formatAlertValue(alert, value);
  return `${clause.replace('#', measured)}, limit ${formatAlertValue(alert, limit)}`;
}

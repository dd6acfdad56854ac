import { formatNumber } from '../../alarms/format-values.ts';
import type { Alert } from '../../checks/check.ts';
import { smallQueue } from '../../checks/queue-alerts.ts';
import { findSetting } from '../../model/job.ts';
import type { JobStatus } from '../job-status.ts';
import { formatMinute } from '../moment.ts';
import { mostRows, type Reasons } from './explanation.ts';

/** How a queue's size changed, and what it is compared with. */
export function explainQueue(alert: Alert, { job, facts }: JobStatus, at: number): Reasons {
  const sizes = facts.queue.filter(known => known.at <= at);
  const limit = formatNumber(findSetting(job, alert.name).limit);
  const rule =
    alert.unit === 'ratio'
      ? `It is raised if the queue has more than ${smallQueue} entries and is over ${limit} times its size of 10 min ago and over ${limit} times its usual peak. It ends when this is no longer the case.`
      : `It is raised by more than ${limit} entries, and ends at ${limit} or fewer.`;
  const rows = sizes
    .slice(-mostRows)
    .map(({ at: from, size }) => [
      formatMinute(from),
      size === undefined ? '-' : formatNumber(size),
    ]);
  const columns = [
    { title: 'From (UTC)', align: 'left' },
    { title: 'Queue', align: 'right' },
  ] as const;
  return { sentences: [rule], tables: rows.length === 0 ? [] : [{ columns, rows }] };
}

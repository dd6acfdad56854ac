import { alertNames, findCheck } from '../checks/index.ts';
import type { Job } from '../model/job.ts';
import { lastDue } from '../schedule/due.ts';
import type { AlarmRecord } from './state.ts';
import type { AlarmFacts } from './words/facts.ts';

/** What is known without a query: how often a job runs, and when a late job was due. */
export function findRhythm(
  { alert, value, isOn, changedAt }: AlarmRecord,
  job: Job | undefined,
): AlarmFacts {
  if (job === undefined) return {};
  const { intervalSeconds, schedule } = job;
  if (schedule === undefined) return intervalSeconds === undefined ? {} : { intervalSeconds };
  const isLate = isOn && value !== undefined && findCheckName(alert) === 'staleness';
  // for a scheduled job, the alarm's value is how long it was overdue when it went on
  const dueAt = isLate ? lastDue(schedule, changedAt - value) : undefined;
  return { schedule, ...(dueAt === undefined ? {} : { dueAt }) };
}

function findCheckName(alert: string): string | undefined {
  return alertNames.includes(alert) ? findCheck(alert).name : undefined;
}

import type { AlertName, Job } from '../model/job.ts';
import { type AlarmSpec, type Alert, type Check, planAlarms } from './check.ts';
import { duration } from './duration.ts';
import { failures } from './failures.ts';
import { items } from './items.ts';
import { queue } from './queue.ts';
import { staleness } from './staleness.ts';

/** Every check. Everything that is deployed, drawn and documented is derived from this list. */
export const checks: readonly Check[] = [failures, staleness, duration, queue, items];

/** Every alert, in the order in which people see them, which is that of the original rules. */
export const alerts: readonly Alert[] = checks.flatMap(check => check.alerts);

export const alertNames: readonly AlertName[] = alerts.map(({ name }) => name);

/** The only definition of an alert. Throws a RangeError if there is none of that name. */
export function findAlert(name: AlertName): Alert {
  const alert = alerts.find(candidate => candidate.name === name);
  if (alert === undefined) throw new RangeError(`no check defines the alert ${name}`);
  return alert;
}

/** The check of an alert. Throws a RangeError if there is none. */
export function findCheck(alert: AlertName): Check {
  const check = checks.find(({ alerts: own }) => own.some(({ name }) => name === alert));
  if (check === undefined) throw new RangeError(`no check defines the alert ${alert}`);
  return check;
}

/** All alarms of one job, in the order of `alertNames`. */
export function planJobAlarms(job: Job): AlarmSpec[] {
  return checks.flatMap(check => planAlarms(check, job));
}

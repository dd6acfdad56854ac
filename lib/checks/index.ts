import type { AlertName } from '../model/job.ts';
import type { AlertDefinition, Check } from './check.ts';
import { duration } from './duration.ts';
import { failures } from './failures.ts';
import { items } from './items.ts';
import { queue } from './queue.ts';
import { staleness } from './staleness.ts';

/** Every check there is; all that is deployed, drawn and documented follows from this list. */
export const checks: readonly Check[] = [staleness, failures, duration, queue, items];

/** The one definition of an alert. */
export function alertNamed(name: AlertName): AlertDefinition {
  const alert = checks.flatMap(check => check.alerts).find(candidate => candidate.name === name);
  if (alert === undefined) throw new RangeError(`no check defines the alert ${name}`);
  return alert;
}

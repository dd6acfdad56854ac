import type { AlertName, Severity } from '../model/job.ts';
import type { JobAlarm } from './job-alarms.ts';

/** The highest severity of a job's alerts, published every minute as the metric `Verdict`. */
export const verdicts = { fine: 0, warning: 1, critical: 2 } as const;

export type Verdict = (typeof verdicts)[keyof typeof verdicts];

/** `alerts` are the alerts that are on. */
export type JobVerdict = Readonly<{
  job: string;
  verdict: Verdict;
  alerts: readonly AlertName[];
  /** Whether the job was measured at this minute, or the verdict is the previous one. */
  isMeasured: boolean;
}>;

/** The highest severity of the alarms that are on. */
export function combineAlarms(
  job: string,
  alarms: readonly JobAlarm[],
): Omit<JobVerdict, 'isMeasured'> {
  const on = alarms.filter(({ state }) => state === 'ALARM').map(({ spec }) => spec);
  return { job, verdict: findWorst(on), alerts: on.map(({ alert }) => alert) };
}

/** `fine` if there is none. */
export function findWorst(found: readonly Readonly<{ severity: Severity }>[]): Verdict {
  if (found.some(({ severity }) => severity === 'critical')) return verdicts.critical;
  return found.length > 0 ? verdicts.warning : verdicts.fine;
}

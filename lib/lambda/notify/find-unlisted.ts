import type { AlarmSpec } from '../../checks/check.ts';
import { evaluateJob, listJobs } from '../../checks/evaluate-fleet.ts';
import { planJobAlarms } from '../../checks/index.ts';
import type { SourceHistory } from '../../history/history.ts';
import type { Fleet, Job } from '../../model/job.ts';
import type { AlarmRecord } from '../../notify/state.ts';

/** Alerts about unlisted jobs begin with this, whether they are about one alert or all. */
const prefix = 'Unlisted';

/** Whether an alarm is about unlisted jobs without naming them. */
export function isAboutUnlisted({ alert, job }: Pick<AlarmRecord, 'alert' | 'job'>): boolean {
  return job === undefined && (alert.startsWith(prefix) || alert === 'TooManyUnlistedJobs');
}

type Found = Readonly<{ job: Job; history: SourceHistory }>;

/** The names of the unlisted jobs that an alarm is about, at a time in Unix seconds. */
export function findUnlisted(
  { alert, severity }: Pick<AlarmRecord, 'alert' | 'severity'>,
  histories: readonly SourceHistory[],
  { fleet, at }: Readonly<{ fleet: Fleet; at: number }>,
): Found[] {
  const all = histories.flatMap(history =>
    listJobs(fleet, history)
      .filter(({ listed }) => !listed)
      .map(job => ({ job, history })),
  );
  if (alert === 'UnlistedJobs' || alert === 'TooManyUnlistedJobs') return all;
  const isMeant = (spec: AlarmSpec) =>
    alert === `${prefix}Critical` ? spec.severity === severity : alert === `${prefix}${spec.alert}`;
  return all.filter(({ job, history }) => listExceeded(history, job, at).some(isMeant));
}

/** The alerts of a job whose limit is exceeded at a time. */
export function listExceeded(history: SourceHistory, job: Job, at: number): AlarmSpec[] {
  const measured = new Map(evaluateJob(history, job, { at }).map(one => [one.metric, one]));
  return planJobAlarms(job).filter(({ metric, alert, threshold }) => {
    const found = measured.get(metric);
    return found !== undefined && found.value > (found.limits?.[alert] ?? threshold);
  });
}

import type { AlarmPlan } from '../alarms/plan.ts';
import type { Fleet, Severity } from '../model/job.ts';

/** What an alarm's name stands for. */
export type KnownAlarm = Readonly<{
  name: string;
  alert: string;
  job: string | undefined;
  severity: Severity;
  source: string | undefined;
}>;

/** The alarms that people may be told of, by name: a paused job's are not among them. */
export function mapKnownAlarms(
  plans: readonly AlarmPlan[],
  fleet: Fleet,
): ReadonlyMap<string, KnownAlarm> {
  const sources = new Map(fleet.jobs.map(({ name, source }) => [name, source]));
  return new Map(
    plans
      .filter(({ actionsEnabled }) => actionsEnabled)
      .map(({ name, alert, job, severity }) => {
        const source = job === undefined ? undefined : sources.get(job);
        return [name, { name, alert, job, severity, source }];
      }),
  );
}

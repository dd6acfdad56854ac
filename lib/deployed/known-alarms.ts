import type { AlarmPlan } from '../alarms/plan.ts';
import type { Fleet, Severity } from '../model/job.ts';

/** The alert and the job of an alarm's name. */
export type KnownAlarm = Readonly<{
  name: string;
  alert: string;
  job: string | undefined;
  severity: Severity;
  source: string | undefined;
  /** Whether its value and limit are in the alert's own unit, so that they can be shown. */
  hasValue: boolean;
}>;

/**
 * The alarms that people may be notified about, by name. A paused job's alarms are not among them.
 */
export function mapKnownAlarms(
  plans: readonly AlarmPlan[],
  fleet: Fleet,
): ReadonlyMap<string, KnownAlarm> {
  const sources = new Map(fleet.jobs.map(({ name, source }) => [name, source]));
  return new Map(
    plans
      .filter(({ actionsEnabled }) => actionsEnabled)
      .map(({ name, alert, job, severity, metric }) => {
        const source = job === undefined ? undefined : sources.get(job);
        // a verdict, a ratio over all unlisted jobs or a heartbeat means nothing to a reader
        const hasValue = job !== undefined && metric !== 'Verdict';
        return [name, { name, alert, job, severity, source, hasValue }];
      }),
  );
}

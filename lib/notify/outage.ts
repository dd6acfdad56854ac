import { findDestinations, type Routes } from './routes.ts';
import type { AlarmRecord, Thread } from './state.ts';
import { timing } from './timing.ts';

/** What else happens among the jobs of the recipients of a thread. */
export type Outage = Readonly<{
  /** Jobs with something critical that began a short while ago. */
  criticalJobs: number;
  /** Whether jobs that are not critical have just begun to be unhealthy. */
  isSpreading: boolean;
}>;

type Input = Readonly<{
  routes: Routes;
  isMuted: (job: string | undefined) => boolean;
  now: number;
}>;

/** Returns, from the alarms of one minute, what else happens for a thread. */
export function createOutageFinder(
  records: readonly AlarmRecord[],
  { routes, isMuted, now }: Input,
): (thread: Thread) => Outage {
  const on = records.filter(({ isOn, job }) => isOn && job !== undefined && !isMuted(job));
  const isYounger = ({ since }: AlarmRecord, seconds: number) => now - since < seconds;
  const critical = on
    .filter(({ severity }) => severity === 'critical')
    .filter(record => isYounger(record, timing.crowd.freshSeconds))
    .filter(record => findDestinations(record, routes).length > 0);
  const criticalJobs = new Set(critical.map(({ job }) => job));
  const warnings = on
    .filter(({ severity, job }) => severity === 'warning' && !criticalJobs.has(job))
    .filter(record => isYounger(record, timing.spreadingSeconds));
  return ({ destination, severity }) => {
    const isTheirs = ({ alert, job }: AlarmRecord) =>
      findDestinations({ alert, job, severity }, routes).includes(destination);
    return {
      criticalJobs: new Set(critical.filter(isTheirs).map(({ job }) => job)).size,
      isSpreading: warnings.some(isTheirs),
    };
  };
}

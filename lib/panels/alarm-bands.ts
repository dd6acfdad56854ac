import { judgeAlarms } from '../alarms/alarm-histories.ts';
import { listEpisodesWithin } from '../alarms/episodes.ts';
import type { Datapoint } from '../alarms/range.ts';
import { findCheck } from '../checks/index.ts';
import type { AlertName, CheckName, Job } from '../model/job.ts';
import type { MetricName } from '../model/measurement.ts';
import type { TimeRange } from '../model/time-range.ts';
import type { AlarmPeriod } from './alarm-periods.ts';
import type { Panel } from './panel.ts';

/** The checks whose alarms are shaded on a chart: the execution rate shows missing runs. */
export function listShadedChecks({ number, checks }: Panel): readonly CheckName[] {
  return number === 4 ? [...checks, 'staleness'] : checks;
}

type ShadedJobs = Readonly<{
  jobs: readonly Job[];
  findDatapoints: (job: string, metric: MetricName, alert: AlertName) => readonly Datapoint[];
}>;

/** The alarm periods of these jobs that a chart shows, by CloudWatch's own rules. */
export function listPeriods(
  panel: Panel,
  { jobs, findDatapoints }: ShadedJobs,
  span: TimeRange,
): AlarmPeriod[] {
  const shaded = listShadedChecks(panel);
  return judgeAlarms(jobs, findDatapoints, span)
    .filter(({ spec }) => shaded.includes(findCheck(spec.alert).name))
    .flatMap(history =>
      listEpisodesWithin(history, span).map(({ from, to = null }) => ({
        severity: history.spec.severity,
        from,
        to,
      })),
    );
}

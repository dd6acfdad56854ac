import type { AlarmSpec, Alert } from '../checks/check.ts';
import { findAlert, planJobAlarms } from '../checks/index.ts';
import {
  functionName,
  tooManyUnlistedJobsAlarmName,
  unlistedAlarmName,
  unlistedJobsAlarmName,
  unlistedMetric,
} from '../cloudwatch/names.ts';
import { anyUnlistedJob } from '../cloudwatch/unlisted.ts';
import { formatDuration } from '../model/format.ts';
import type { Fleet } from '../model/job.ts';
import { explainAlarm } from './describe.ts';
import type { AlarmPlan } from './plan.ts';
import { type PlanContext, planForService } from './service-alarms.ts';

/** A job that is deployed shortly before its lines in the configuration sends no mail. */
export const unlistedMinutes = 15;

/** The alarms on unlisted jobs: none if the configuration measures no unlisted jobs. */
export function planUnlisted(context: PlanContext): AlarmPlan[] {
  const { fleet } = context;
  if (fleet.unlisted.maximum === 0) return [];
  return [
    ...planJobAlarms(anyUnlistedJob(fleet)).map(spec => planUnlistedAlert(spec, context)),
    planUnlistedJobs(context),
    planTooManyUnlistedJobs(context),
  ];
}

function planUnlistedAlert(spec: AlarmSpec, { fleet, links }: PlanContext): AlarmPlan {
  const alert = findAlert(spec.alert);
  const held = formatDuration(spec.evaluationPeriods * spec.periodSeconds);
  const problem = alert.problem(anyUnlistedJob(fleet));
  return {
    ...planForUnlisted(fleet),
    id: `Unlisted-${alert.name}`,
    alert: `Unlisted${alert.name}`,
    name: unlistedAlarmName(fleet.service, alert.name),
    ...explainAlarm(
      {
        problem: `an unlisted job of ${fleet.service} ${problem}, and this has held for ${held}. It may be several jobs`,
        recovery: 'this applies to no unlisted job any more',
        background: `${describeNumbers(alert)} ${explainWhereNamesAre(fleet)}`,
        firstLook: alert.firstLook,
        section: alert.runbook,
      },
      links,
    ),
    severity: alert.severity,
    metric: unlistedMetric(alert.name),
    threshold: 1,
    evaluationPeriods: spec.evaluationPeriods,
    datapointsToAlarm: spec.datapointsToAlarm,
  };
}

function describeNumbers({ unit }: Alert): string {
  return unit === 'age'
    ? 'The limit is the default, or longer if the job has succeeded less often.'
    : 'The limits are the defaults.';
}

function planUnlistedJobs({ fleet, links }: PlanContext): AlarmPlan {
  return {
    ...planForUnlisted(fleet),
    id: 'UnlistedJobs',
    alert: 'UnlistedJobs',
    name: unlistedJobsAlarmName(fleet.service),
    ...explainAlarm(
      {
        problem: `Prometheus has jobs of ${fleet.service} that the configuration does not list. They are watched with the default limits, with one alarm per alert for all of them`,
        recovery: 'every job is listed',
        background: explainWhereNamesAre(fleet),
        firstLook:
          'Add a line for each under "jobs:" in the configuration, such as `my_job: { interval: 15m }`, and deploy.',
        section: 'unlisted-jobs',
      },
      links,
    ),
    severity: 'warning',
    metric: 'UnlistedJobs',
    threshold: 0,
    evaluationPeriods: unlistedMinutes,
    datapointsToAlarm: unlistedMinutes,
  };
}

function planTooManyUnlistedJobs({ fleet, links }: PlanContext): AlarmPlan {
  const { maximum } = fleet.unlisted;
  return {
    ...planForUnlisted(fleet),
    id: 'TooManyUnlistedJobs',
    alert: 'TooManyUnlistedJobs',
    name: tooManyUnlistedJobsAlarmName(fleet.service),
    ...explainAlarm(
      {
        problem: `Prometheus has more than ${maximum} unlisted jobs of ${fleet.service}. Those beyond the first ${maximum} are not watched at all`,
        recovery: 'all unlisted jobs are watched',
        background: explainWhereNamesAre(fleet),
        firstLook:
          'Check whether the names are jobs of this service. List them under "jobs:", or narrow "prometheus.selector", or raise "unlisted.maximum".',
        section: 'too-many-unlisted-jobs',
      },
      links,
    ),
    severity: 'warning',
    metric: 'UnlistedJobs',
    threshold: maximum,
    evaluationPeriods: unlistedMinutes,
    datapointsToAlarm: unlistedMinutes,
  };
}

function explainWhereNamesAre({ service }: Fleet): string {
  return `\`jobwatch check\` and the dashboard show their names, and so does the log of the function ${functionName(service)} ("unlisted-jobs").`;
}

function planForUnlisted(fleet: Fleet) {
  return {
    ...planForService(fleet),
    comparison: 'GreaterThanThreshold',
    treatMissingData: 'ignore',
  } as const;
}

import { alarmsOf, type CheckName } from '../checks/check.ts';
import { formatDuration } from '../checks/format.ts';
import { alertNamed, checks } from '../checks/index.ts';
import type { AlertName, Fleet, Job } from '../checks/job.ts';
import {
  heartbeatDimensions,
  notReportingAlarmName,
  serviceDimensions,
  sourceUnreachableAlarmName,
  tooManyUnlistedJobsAlarmName,
  unlistedAlarmName,
  unlistedJobsAlarmName,
  unlistedMetric,
} from '../cloudwatch/names.ts';
import { describeAlarm, type Links } from './describe.ts';
import type { AlarmPlan } from './plan.ts';

/** Whom the checker's own alarms speak of. */
export type Checker = Readonly<{ fleet: Fleet; links: Links }>;

/** Source and checks recover from a deploy or a restart of Prometheus within these minutes. */
const sourceMinutes = 3;
const heartbeatMinutes = 5;

/** A job that is deployed a little before its lines in the config is not worth a mail. */
const unlistedMinutes = 15;

const everyMinute = { periodSeconds: 60, actionsEnabled: true } as const;

/**
 * Prometheus answers none of the checks. Critical: nothing else is watched meanwhile. Missing data
 * keeps the state: silence is the heartbeats' business, and an outage that is interrupted by
 * silence is one outage and one mail.
 */
export function planSourceUnreachable({ fleet, links }: Checker): AlarmPlan {
  return {
    ...everyMinute,
    id: 'SourceUnreachable',
    name: sourceUnreachableAlarmName(fleet.service),
    description: describeAlarm(
      {
        problem: `Prometheus has not answered the checks of ${fleet.service} for ${sourceMinutes} min, so its jobs are not watched: their alarms keep the state they had`,
        firstLook:
          'See whether Prometheus is up and reachable from the Lambdas; their log has the cause in "failure".',
        section: 'source-unreachable',
      },
      links,
    ),
    severity: 'critical',
    metric: 'SourceReachable',
    dimensions: serviceDimensions(fleet.service),
    comparison: 'LessThanThreshold',
    threshold: 1,
    evaluationPeriods: sourceMinutes,
    datapointsToAlarm: sourceMinutes,
    treatMissingData: 'ignore',
  };
}

/** A check has sent no heartbeat: its schedule, its function or its rights are gone. */
export function planNotReporting(check: CheckName, { fleet, links }: Checker): AlarmPlan {
  return {
    ...everyMinute,
    id: `NotReporting-${check}`,
    name: notReportingAlarmName(fleet.service, check),
    description: describeAlarm(
      {
        problem: `The check "${check}" of ${fleet.service} has not reported for ${heartbeatMinutes} min, so what it watches is not watched`,
        firstLook:
          "Look at its function's errors and log, then at its schedule in EventBridge Scheduler.",
        section: 'check-not-reporting',
      },
      links,
    ),
    severity: 'critical',
    metric: 'Heartbeat',
    dimensions: heartbeatDimensions(fleet.service, check),
    comparison: 'LessThanThreshold',
    threshold: 1,
    evaluationPeriods: heartbeatMinutes,
    datapointsToAlarm: heartbeatMinutes,
    treatMissingData: 'breaching',
  };
}

/** The alarms on jobs that nobody listed: none where the config measures none of them. */
export function planUnlisted(checker: Checker): AlarmPlan[] {
  const { fleet } = checker;
  if (fleet.unlisted.maximum === 0) return [];
  const any: Job = { ...fleet.unlisted.settings, name: '' };
  const alerts = checks.flatMap(check => alarmsOf(check, any));
  return [
    ...alerts.map(({ alert, evaluationPeriods }) =>
      planUnlistedAlert(alert, evaluationPeriods, checker),
    ),
    planUnlistedJobs(checker),
    planTooManyUnlistedJobs(checker),
  ];
}

const whereNamesAre =
  'Their names are in the log of the check "failures" (note "unlisted-jobs"), in `jobwatch check` and on the dashboard.';

function planUnlistedAlert(alert: AlertName, minutes: number, checker: Checker): AlarmPlan {
  const { severity, runbook, firstLook } = alertNamed(alert);
  return {
    ...unlistedBase(checker),
    id: `Unlisted-${alert}`,
    name: unlistedAlarmName(checker.fleet.service, alert),
    description: describeAlarm(
      {
        problem: `At least one job of ${checker.fleet.service} that its config does not list breaches ${alert} by the default limits, and this has held for ${formatDuration(minutes * 60)}`,
        firstLook: `${firstLook} ${whereNamesAre}`,
        section: runbook,
      },
      checker.links,
    ),
    severity,
    metric: unlistedMetric(alert),
    threshold: 1,
    evaluationPeriods: minutes,
    datapointsToAlarm: minutes,
  };
}

function planUnlistedJobs(checker: Checker): AlarmPlan {
  return {
    ...unlistedBase(checker),
    id: 'UnlistedJobs',
    name: unlistedJobsAlarmName(checker.fleet.service),
    description: describeAlarm(
      {
        problem: `Prometheus knows jobs of ${checker.fleet.service} that its config does not list: they are measured with the defaults, and have one alarm an alert together`,
        firstLook: `Add a line for each under "jobs:" in the config, such as \`my_job: { interval: 15m }\`, and deploy. ${whereNamesAre}`,
        section: 'unlisted-jobs',
      },
      checker.links,
    ),
    severity: 'warning',
    metric: 'UnlistedJobs',
    threshold: 0,
    evaluationPeriods: unlistedMinutes,
    datapointsToAlarm: unlistedMinutes,
  };
}

function planTooManyUnlistedJobs(checker: Checker): AlarmPlan {
  const { service, unlisted } = checker.fleet;
  return {
    ...unlistedBase(checker),
    id: 'TooManyUnlistedJobs',
    name: tooManyUnlistedJobsAlarmName(service),
    description: describeAlarm(
      {
        problem: `Prometheus knows more than ${unlisted.maximum} jobs of ${service} that its config does not list: the others are not watched at all`,
        firstLook: `List the jobs under "jobs:", narrow "prometheus: { selector: … }" to this service, or raise "unlisted: { maximum: ${unlisted.maximum} }" (100 at most). ${whereNamesAre}`,
        section: 'too-many-unlisted-jobs',
      },
      checker.links,
    ),
    severity: 'warning',
    metric: 'UnlistedJobs',
    threshold: unlisted.maximum,
    evaluationPeriods: unlistedMinutes,
    datapointsToAlarm: unlistedMinutes,
  };
}

function unlistedBase({ fleet }: Checker) {
  return {
    ...everyMinute,
    dimensions: serviceDimensions(fleet.service),
    comparison: 'GreaterThanThreshold',
    treatMissingData: 'ignore',
  } as const;
}

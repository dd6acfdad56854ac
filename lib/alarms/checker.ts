import { alarmsOf, type CheckName } from '../checks/check.ts';
import { alertNamed, checks } from '../checks/index.ts';
import {
  functionName,
  heartbeatDimensions,
  notReportingAlarmName,
  serviceDimensions,
  sourceUnreachableAlarmName,
  tooManyUnlistedJobsAlarmName,
  unlistedAlarmName,
  unlistedJobsAlarmName,
  unlistedMetric,
} from '../cloudwatch/names.ts';
import { formatDuration } from '../model/format.ts';
import type { AlertName, Fleet, Job } from '../model/job.ts';
import type { MetricName } from '../model/measurement.ts';
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
        problem: `Prometheus has not answered for ${sourceMinutes} min. No job of ${fleet.service} is watched meanwhile, and the jobs' alarms keep the state they had`,
        firstLook: `See whether Prometheus is up and can be reached. The log of the function ${functionName(fleet.service, 'staleness')} says why it was not ("failure").`,
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
        problem: `the check "${check}" of ${fleet.service} has not reported for ${heartbeatMinutes} min. These alerts are blind meanwhile: ${alertsOf(check)}`,
        firstLook: `Look at the errors and the log of the function ${functionName(fleet.service, check)}, then at the schedule of the same name in EventBridge Scheduler.`,
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

function alertsOf(check: CheckName): string {
  const alerts = checks.find(({ name }) => name === check)?.alerts ?? [];
  return alerts.map(({ name }) => name).join(', ');
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

function whereNamesAre({ fleet }: Checker): string {
  const log = functionName(fleet.service, 'failures');
  return `\`jobwatch check\` and the dashboard name them, and so does the log of the function ${log} ("unlisted-jobs").`;
}

function planUnlistedAlert(alert: AlertName, minutes: number, checker: Checker): AlarmPlan {
  const { severity, runbook, firstLook, problem } = alertNamed(alert);
  const any: Job = { ...checker.fleet.unlisted.settings, name: '' };
  return {
    ...unlistedBase(checker),
    id: `Unlisted-${alert}`,
    name: unlistedAlarmName(checker.fleet.service, alert),
    description: describeAlarm(
      {
        problem: `a job of ${checker.fleet.service} that nobody listed in the config ${problem(any)}, and this has held for ${formatDuration(minutes * 60)}. It may be several jobs`,
        background: `${unlistedNumbers(alertNamed(alert).metric(any))} ${whereNamesAre(checker)}`,
        firstLook,
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

function unlistedNumbers(metric: MetricName): string {
  return metric === 'SecondsSinceSuccess'
    ? 'The limit is the default, or longer where the job was seen to succeed less often.'
    : 'The numbers are the defaults, as nobody said how often the job runs.';
}

function planUnlistedJobs(checker: Checker): AlarmPlan {
  return {
    ...unlistedBase(checker),
    id: 'UnlistedJobs',
    name: unlistedJobsAlarmName(checker.fleet.service),
    description: describeAlarm(
      {
        problem: `Prometheus knows jobs of ${checker.fleet.service} that nobody listed in the config. They are watched by the default limits, all together with one alarm for each alert`,
        background: whereNamesAre(checker),
        firstLook:
          'Add a line for each under "jobs:" in the config, such as `my_job: { interval: 15m }`, and deploy.',
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
        problem: `Prometheus knows more than ${unlisted.maximum} jobs of ${service} that nobody listed in the config. Those beyond the first ${unlisted.maximum} are not watched at all`,
        background: whereNamesAre(checker),
        firstLook: `See whether the names are jobs of this service. List them under "jobs:", or narrow "prometheus.selector" to it, or raise "unlisted.maximum".`,
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

import { heartbeats } from '../cloudwatch/heartbeat.ts';
import {
  functionName,
  namespaceFor,
  notReportingAlarmName,
  serviceDimensions,
  sourceUnreachableAlarmName,
} from '../cloudwatch/names.ts';
import type { Fleet } from '../model/job.ts';
import { explainAlarm } from './describe.ts';
import type { Links } from './links.ts';
import type { AlarmPlan } from './plan.ts';

/** The fleet and the links that an alarm's text mentions. */
export type PlanContext = Readonly<{ fleet: Fleet; links: Links }>;

/** Prometheus and the judge recover from a deploy or a restart within these minutes. */
const sourceMinutes = 3;
const heartbeatMinutes = 5;

/** What all alarms of the whole service have in common. */
export function planForService({ service }: Fleet) {
  return {
    job: undefined,
    namespace: namespaceFor(service),
    dimensions: serviceDimensions,
    periodSeconds: 60,
    actionsEnabled: true,
  } as const;
}

/** The alarms on Jobwatch itself and on its sources. */
export function planServiceAlarms(context: PlanContext): AlarmPlan[] {
  return [planNotReporting(context), planSourceUnreachable(context)];
}

/** The judge has sent no heartbeat: its schedule, function or permissions may be gone. */
function planNotReporting({ fleet, links }: PlanContext): AlarmPlan {
  const name = functionName(fleet.service);
  return {
    ...planForService(fleet),
    id: 'NotReporting',
    alert: 'NotReporting',
    name: notReportingAlarmName(fleet.service),
    ...explainAlarm(
      {
        problem: `Jobwatch has not reported on ${fleet.service} for ${heartbeatMinutes} min. Until it does, no job is watched, and job alarms keep their state`,
        recovery: 'Jobwatch reports again',
        firstLook: `Look at the errors and the log of the function ${name}, then at the schedule of the same name in EventBridge Scheduler.`,
        section: 'not-reporting',
      },
      links,
    ),
    severity: 'critical',
    metric: 'Heartbeat',
    comparison: 'LessThanThreshold',
    threshold: heartbeats.askedInVain,
    evaluationPeriods: heartbeatMinutes,
    datapointsToAlarm: heartbeatMinutes,
    treatMissingData: 'breaching',
  };
}

/**
 * Prometheus does not answer, or its answers are old or incomplete. Critical, because nothing else
 * is watched until then. Missing data keeps the state: `NotReporting` covers silence, and an outage
 * that is interrupted by silence is one outage and one message.
 */
function planSourceUnreachable({ fleet, links }: PlanContext): AlarmPlan {
  return {
    ...planForService(fleet),
    id: 'SourceUnreachable',
    alert: 'SourceUnreachable',
    name: sourceUnreachableAlarmName(fleet.service),
    ...explainAlarm(
      {
        problem: `for ${sourceMinutes} min Prometheus has not answered about ${fleet.service}, or its answers have been old or incomplete. Checks without data are not judged, and job alarms keep their state`,
        recovery: 'Prometheus answers again, with new samples',
        firstLook: `Check that Prometheus is up, can be reached and has new samples. The log of the function ${functionName(fleet.service)} has the reason ("failures", "sources").`,
        section: 'source-unreachable',
      },
      links,
    ),
    severity: 'critical',
    metric: 'Heartbeat',
    comparison: 'LessThanThreshold',
    threshold: heartbeats.whole,
    evaluationPeriods: sourceMinutes,
    datapointsToAlarm: sourceMinutes,
    treatMissingData: 'ignore',
  };
}

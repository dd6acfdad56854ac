import type { AlarmSpec } from '../checks/check.ts';
import { findAlert, planJobAlarms } from '../checks/index.ts';
import { alarmName, jobDimensions, namespaceFor } from '../cloudwatch/names.ts';
import { formatDuration, formatSchedule } from '../model/format.ts';
import type { Job } from '../model/job.ts';
import { explainAlarm, quoteName } from './describe.ts';
import { describeOwnNumbers } from './own-numbers.ts';
import type { AlarmPlan } from './plan.ts';
import type { PlanContext } from './service-alarms.ts';

/** The alarms of a listed job, one per alert of its enabled checks. */
export function planListed(job: Job, context: PlanContext): AlarmPlan[] {
  const { service } = context.fleet;
  return planJobAlarms(job).map(spec => ({
    id: `${spec.alert}/${job.name}`,
    name: alarmName(service, job.name, spec.alert),
    alert: spec.alert,
    job: job.name,
    ...explainListed(spec, job, context),
    severity: spec.severity,
    namespace: namespaceFor(service),
    metric: spec.metric,
    dimensions: jobDimensions(job.name),
    comparison: spec.comparison,
    threshold: spec.threshold,
    periodSeconds: spec.periodSeconds,
    evaluationPeriods: spec.evaluationPeriods,
    datapointsToAlarm: spec.datapointsToAlarm,
    treatMissingData: spec.treatMissingData,
    // during a pause that ends by itself, the judge publishes nothing for its alarms
    actionsEnabled: job.paused !== true,
  }));
}

function explainListed(spec: AlarmSpec, job: Job, { fleet, links }: PlanContext) {
  const alert = findAlert(spec.alert);
  const held = formatDuration(spec.evaluationPeriods * spec.periodSeconds);
  const background = [
    ...(job.paused === true ? ['It is paused: this alarm notifies nobody.'] : []),
    `The job ${describeRhythm(job)}.`,
    describeOwnNumbers(alert, job, fleet.unlisted.settings),
  ];
  return explainAlarm(
    {
      problem: `the job ${quoteName(job.name)} ${alert.problem(job)}, and this has held for ${held}`,
      recovery: 'the job has recovered',
      background: background.join(' '),
      firstLook: alert.firstLook,
      section: alert.runbook,
    },
    links,
  );
}

/** A clause that follows the job: `runs every 15 min`. */
export function describeRhythm({ intervalSeconds, schedule }: Job): string {
  if (schedule === undefined) return formatSchedule(intervalSeconds);
  return `is scheduled at ${schedule.crons.map(cron => `"${cron}"`).join(', ')} (${schedule.timezone})`;
}

import { type AlarmSpec, alarmsOf, type Check } from '../checks/check.ts';
import { alertNamed, checks } from '../checks/index.ts';
import { alarmName, jobDimensions } from '../cloudwatch/names.ts';
import { formatDuration, formatSchedule } from '../model/format.ts';
import type { AlertName, Fleet, Job } from '../model/job.ts';
import { describeAlarm, type Links, quoteName } from './describe.ts';
import { type Defaults, describeOwnNumbers } from './own-numbers.ts';
import type { AlarmPlan } from './plan.ts';

/** The alarms of one alert, one a listed job to which it applies, in the order of the config. */
export function planAlert(alert: AlertName, fleet: Fleet, links: Links): AlarmPlan[] {
  const check = checkOf(alert);
  return fleet.jobs.flatMap(job =>
    alarmsOf(check, job)
      .filter(spec => spec.alert === alert)
      .map(spec => planOf(spec, job, { fleet, links })),
  );
}

function checkOf(alert: AlertName): Check {
  const check = checks.find(({ alerts }) => alerts.some(({ name }) => name === alert));
  if (check === undefined) throw new RangeError(`no check defines the alert ${alert}`);
  return check;
}

type Setting = Readonly<{ fleet: Fleet; links: Links }>;

function planOf(spec: AlarmSpec, job: Job, { fleet, links }: Setting): AlarmPlan {
  const { service, unlisted } = fleet;
  const { comparison, threshold, periodSeconds, evaluationPeriods } = spec;
  return {
    id: job.name,
    name: alarmName(service, job.name, spec.alert),
    description: describeListed(spec, job, { links, defaults: unlisted.settings }),
    severity: spec.severity,
    metric: spec.metric,
    dimensions: jobDimensions(service, job.name),
    comparison,
    threshold,
    periodSeconds,
    evaluationPeriods,
    datapointsToAlarm: spec.datapointsToAlarm,
    treatMissingData: spec.treatMissingData,
    // a pause that ends by itself is kept by the Lambda, which publishes nothing for its alarms
    actionsEnabled: job.paused !== true,
  };
}

/** What the mail about a listed job says; `defaults` tell which of its numbers are its own. */
export function describeListed(
  spec: AlarmSpec,
  job: Job,
  { links, defaults }: Readonly<{ links: Links; defaults: Defaults }>,
): string {
  const { problem, firstLook, runbook } = alertNamed(spec.alert);
  const held = formatDuration(spec.evaluationPeriods * spec.periodSeconds);
  const background = [
    ...(job.paused === true ? ['It is paused: this alarm mails nobody.'] : []),
    `The job ${formatSchedule(job.intervalSeconds)}.`,
    describeOwnNumbers(spec.alert, job, defaults),
  ];
  return describeAlarm(
    {
      problem: `the job ${quoteName(job.name)} ${problem(job)}, and this has held for ${held}`,
      background: background.join(' '),
      firstLook,
      section: runbook,
    },
    links,
  );
}

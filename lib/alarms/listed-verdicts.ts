import { findAlert, planJobAlarms } from '../checks/index.ts';
import {
  functionName,
  jobDimensions,
  namespaceFor,
  verdictAlarmName,
} from '../cloudwatch/names.ts';
import type { Job, Severity } from '../model/job.ts';
import { explainAlarm, quoteName } from './describe.ts';
import type { EvaluationRule } from './evaluate.ts';
import { describeRhythm } from './listed.ts';
import type { AlarmPlan } from './plan.ts';
import type { PlanContext } from './service-alarms.ts';
import { verdicts } from './verdict.ts';

const severities = ['warning', 'critical'] as const;

/**
 * When an alarm on a verdict is on. The judge has already applied hold times and recoveries, so one
 * datapoint decides, and a minute without one changes nothing.
 */
export function planVerdictRule(severity: Severity) {
  return {
    comparison: 'GreaterThanThreshold',
    threshold: verdicts[severity] - 1,
    periodSeconds: 60,
    evaluationPeriods: 1,
    datapointsToAlarm: 1,
    treatMissingData: 'ignore',
  } as const satisfies EvaluationRule;
}

/** The two alarms of a listed job of which only the verdict is published. */
export function planListedVerdicts(job: Job, context: PlanContext): AlarmPlan[] {
  const { service } = context.fleet;
  return severities.flatMap(severity => {
    const behind = planJobAlarms(job).filter(
      spec => severity === 'warning' || spec.severity === severity,
    );
    if (behind.length === 0) return [];
    const alerts = behind.filter(spec => spec.severity === severity).map(({ alert }) => alert);
    return [
      {
        ...planVerdictRule(severity),
        id: `${severity}/${job.name}`,
        name: verdictAlarmName(service, job.name, severity),
        alert: verdictAlerts[severity],
        job: job.name,
        ...explainVerdict(job, { severity, alerts }, context),
        severity,
        namespace: namespaceFor(service),
        metric: 'Verdict',
        dimensions: jobDimensions(job.name),
        // during a pause that ends by itself, the judge publishes nothing
        actionsEnabled: job.paused !== true,
      },
    ];
  });
}

/** Names of the alarms on verdicts, in addition to those of alerts. */
const verdictAlerts = { warning: 'JobWarning', critical: 'JobCritical' } as const;

type Behind = Readonly<{ severity: Severity; alerts: readonly string[] }>;

function explainVerdict(job: Job, { severity, alerts }: Behind, { fleet, links }: PlanContext) {
  const problems = alerts.map(alert => findAlert(alert).problem(job));
  const isWarning = severity === 'warning';
  const others = isWarning ? ['one of its critical alerts is on'] : [];
  return explainAlarm(
    {
      problem: `the job ${quoteName(job.name)} is ${isWarning ? 'unhealthy' : 'critical'}: ${[...problems, ...others].join('; or ')}`,
      recovery: 'none of this applies any more',
      background: [
        ...(job.paused === true ? ['It is paused: this alarm notifies nobody.'] : []),
        `The job ${describeRhythm(job)}.`,
        `The log of ${functionName(fleet.service)} ("verdicts") and the dashboard show the alerts.`,
      ].join(' '),
      firstLook:
        'Look for the job in the dashboard’s panels: the yellow or red value shows the alert.',
      section: 'verdicts',
    },
    links,
  );
}

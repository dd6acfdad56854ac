import { unlistedVerdictAlarmName } from '../cloudwatch/names.ts';
import type { Severity } from '../model/job.ts';
import { explainAlarm } from './describe.ts';
import { planVerdictRule } from './listed-verdicts.ts';
import { type PlanContext, planForService } from './own.ts';
import type { AlarmPlan } from './plan.ts';
import { planUnlistedCounts, sayWhereNamesAre } from './unlisted.ts';

/** The same as `planUnlisted`, but with one verdict of all unlisted jobs: the worst of them. */
export function planUnlistedVerdicts(context: PlanContext): AlarmPlan[] {
  if (context.fleet.unlisted.maximum === 0) return [];
  return [
    planUnlistedVerdict('warning', context),
    planUnlistedVerdict('critical', context),
    ...planUnlistedCounts(context),
  ];
}

function planUnlistedVerdict(severity: Severity, { fleet, links }: PlanContext): AlarmPlan {
  const trouble = severity === 'warning' ? 'trouble' : 'critical trouble';
  const alert = severity === 'warning' ? 'UnlistedWarning' : 'UnlistedCritical';
  return {
    ...planForService(fleet),
    ...planVerdictRule(severity),
    id: alert,
    alert,
    name: unlistedVerdictAlarmName(fleet.service, severity),
    ...explainAlarm(
      {
        problem: `an unlisted job of ${fleet.service} is in ${trouble} by the default limits. It may be several jobs`,
        recovery: 'no unlisted job is in such trouble any more',
        background: sayWhereNamesAre(fleet),
        firstLook:
          'Look for tagged jobs in the dashboard’s panels: what is yellow or red says which job and alert it is.',
        section: 'verdicts',
      },
      links,
    ),
    severity,
    metric: 'UnlistedVerdict',
  };
}

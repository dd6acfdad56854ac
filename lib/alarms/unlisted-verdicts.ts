import {
  functionName,
  unlistedJobsAlarmName,
  unlistedVerdictAlarmName,
} from '../cloudwatch/names.ts';
import { explainAlarm } from './describe.ts';
import { planVerdictRule } from './listed-verdicts.ts';
import type { AlarmPlan } from './plan.ts';
import { type PlanContext, planForService } from './service-alarms.ts';
import { unlistedMinutes } from './unlisted.ts';

/**
 * With verdicts alone, one number covers all unlisted jobs: 1 while there are any,
 * 2 while one of them is critical. None if the configuration measures no unlisted jobs.
 */
export function planUnlistedVerdicts(context: PlanContext): AlarmPlan[] {
  if (context.fleet.unlisted.maximum === 0) return [];
  return [planWarning(context), planCritical(context)];
}

function planWarning({ fleet, links }: PlanContext): AlarmPlan {
  return {
    ...planForService(fleet),
    ...planVerdictRule('warning'),
    evaluationPeriods: unlistedMinutes,
    datapointsToAlarm: unlistedMinutes,
    id: 'UnlistedJobs',
    alert: 'UnlistedJobs',
    name: unlistedJobsAlarmName(fleet.service),
    ...explainAlarm(
      {
        problem: `Prometheus has jobs of ${fleet.service} that the configuration does not list. The first ${fleet.unlisted.maximum} of them are watched with the default limits, and only critical problems are reported`,
        recovery: 'every job is listed',
        background: explainWhereNamesAre(fleet.service),
        firstLook:
          'Add a line for each under "jobs:" in the configuration, such as `my_job: { interval: 15m }`, and deploy.',
        section: 'unlisted-jobs',
      },
      links,
    ),
    severity: 'warning',
    metric: 'UnlistedVerdict',
  };
}

function planCritical({ fleet, links }: PlanContext): AlarmPlan {
  return {
    ...planForService(fleet),
    ...planVerdictRule('critical'),
    id: 'UnlistedCritical',
    alert: 'UnlistedCritical',
    name: unlistedVerdictAlarmName(fleet.service),
    ...explainAlarm(
      {
        problem: `an unlisted job of ${fleet.service} is critical by the default limits. It may be several jobs`,
        recovery: 'no unlisted job is critical any more',
        background: explainWhereNamesAre(fleet.service),
        firstLook:
          'Look for jobs tagged "unlisted" in the dashboard’s panels: the red value shows the job and the alert.',
        section: 'verdicts',
      },
      links,
    ),
    severity: 'critical',
    metric: 'UnlistedVerdict',
  };
}

function explainWhereNamesAre(service: string): string {
  return `\`jobwatch check\` and the dashboard show their names, and so does the log of the function ${functionName(service)} ("unlisted-jobs", "verdicts").`;
}

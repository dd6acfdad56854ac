import { checks } from '../checks/index.ts';
import { type Checker, planNotReporting, planSourceUnreachable, planUnlisted } from './checker.ts';
import type { AlarmPlan } from './plan.ts';

/** The checker's own alarms by what their names say after the service. */
export function ownPlans(checker: Checker): ReadonlyMap<string, AlarmPlan> {
  const plans = [
    planSourceUnreachable(checker),
    ...checks.map(({ name }) => planNotReporting(name, checker)),
    ...planUnlisted(checker),
  ];
  const prefix = `${checker.fleet.service}/`;
  return new Map(plans.map(plan => [plan.name.slice(prefix.length), plan]));
}

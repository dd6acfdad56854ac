import { alerts } from '../checks/index.ts';
import type { AlarmPlan } from './plan.ts';

/**
 * Values that breach the alarm, newest first and one for each of its minutes, like those of an
 * unhealthy job. Every call returns the same values.
 */
export function exampleValues(plan: AlarmPlan): number[] {
  const minutes = Array.from({ length: plan.evaluationPeriods }, (_, age) => age);
  return minutes.map(age => roundValue(findValue(plan, age)));
}

function findValue(plan: AlarmPlan, age: number): number {
  const { threshold, evaluationPeriods } = plan;
  const minutesOver = evaluationPeriods - age;
  const alert = alerts.find(({ name }) => name === plan.alert);
  if (alert === undefined) return findOwnValue(plan, minutesOver);
  const value = alert.example(threshold);
  // an age grows by one minute per minute
  return alert.unit === 'age' ? value + 60 * (minutesOver - 1) : value;
}

/**
 * For Jobwatch's own alarms: no query answered; one job too many; the verdict itself; a growing
 * ratio.
 */
function findOwnValue({ metric, threshold }: AlarmPlan, minutesOver: number): number {
  if (metric === 'Heartbeat') return 1;
  if (metric === 'UnlistedJobs' || metric.endsWith('Verdict')) return threshold + 1;
  return threshold * 1.2 + 0.02 * minutesOver;
}

function roundValue(value: number): number {
  return Math.round(value * 1000) / 1000;
}

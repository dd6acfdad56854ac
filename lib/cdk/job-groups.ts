import { createHash } from 'node:crypto';
import type { AlarmPlan } from '../alarms/plan.ts';

/**
 * The jobs are spread over this many nested stacks if each has two alarms. The number never
 * changes: a job's stack depends only on its name, because an alarm that moved would be created
 * while the old one still has its name, which CloudFormation rejects.
 */
const groupCount = 20;

/** With two alarms each, about half a megabyte of template and half of a stack's resources. */
export const mostJobsPerGroup = 200;

/** The stack of a job, such as `Jobs07`. */
export function nameGroup(job: string): string {
  const number = createHash('sha256').update(job).digest().readUInt32BE(0) % groupCount;
  return `Jobs${String(number + 1).padStart(2, '0')}`;
}

/** The alarms of the jobs by nested stack: one for each alert, or jobs by the hash of their names. */
export function groupJobAlarms(
  plans: readonly AlarmPlan[],
  alarms: 'alert' | 'job',
): ReadonlyMap<string, readonly AlarmPlan[]> {
  const ofJobs = plans.flatMap(plan => (plan.job === undefined ? [] : [{ plan, job: plan.job }]));
  const groups = Map.groupBy(ofJobs, ({ plan, job }) =>
    alarms === 'job' ? nameGroup(job) : plan.alert,
  );
  return new Map([...groups].map(([name, all]) => [name, all.map(({ plan }) => plan)]));
}

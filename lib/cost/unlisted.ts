import { planJobAlarms } from '../checks/index.ts';
import { type Fleet, makeUnlistedJob } from '../model/job.ts';

/** An hour of each day in which the unlisted ratios are sent though there is no unlisted job. */
export const sweepShare = 1 / 24;

/** One ratio and one alarm for each alert, where unlisted jobs are measured at all. */
export function countUnlistedAlarms(fleet: Fleet): number {
  if (fleet.unlisted.maximum === 0) return 0;
  return planJobAlarms(makeUnlistedJob(fleet, '', '')).length;
}

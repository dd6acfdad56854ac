import { planJobAlarms } from '../checks/index.ts';
import { type Fleet, makeUnlistedJob } from '../model/job.ts';

/** Counts the ratios, one per alert, that are sent while there are unlisted jobs. */
export function countUnlistedRatios(fleet: Fleet): number {
  if (fleet.unlisted.maximum === 0) return 0;
  return planJobAlarms(makeUnlistedJob(fleet, '', '')).length;
}

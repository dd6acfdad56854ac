import { planJobAlarms } from '../checks/index.ts';
import { type Fleet, makeUnlistedJob } from '../model/job.ts';

/** One ratio for each alert, sent while there are unlisted jobs; none where they are not measured. */
export function countUnlistedRatios(fleet: Fleet): number {
  if (fleet.unlisted.maximum === 0) return 0;
  return planJobAlarms(makeUnlistedJob(fleet, '', '')).length;
}

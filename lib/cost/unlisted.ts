import { planJobAlarms } from '../checks/index.ts';
import type { Config } from '../config/config.ts';
import { type Fleet, makeUnlistedJob } from '../model/job.ts';

/** Counts the ratios, one per alert, that are sent while there are unlisted jobs. */
function countUnlistedRatios(fleet: Fleet): number {
  if (fleet.unlisted.maximum === 0) return 0;
  return planJobAlarms(makeUnlistedJob(fleet, '', '')).length;
}

/** Counts the metrics that are sent while there are unlisted jobs. */
export function countWhileUnlisted({ fleet, alarms }: Pick<Config, 'fleet' | 'alarms'>): number {
  if (fleet.unlisted.maximum === 0) return 0;
  // their number, or their verdict
  return alarms === 'alert' ? countUnlistedRatios(fleet) + 1 : 1;
}

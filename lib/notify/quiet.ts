import type { Maintenance } from '../model/schedule.ts';
import { isInMaintenance, matchesPattern } from '../schedule/maintenance.ts';

/**
 * Nobody is notified about the matching jobs until the end. They are still measured. Unix seconds.
 */
export type Mute = Readonly<{ pattern: string; until: number; reason: string; who: string }>;

export type QuietTimes = Readonly<{
  mutes: readonly Mute[];
  maintenance: readonly Maintenance[];
}>;

/** Whether a mute or maintenance covers a job. Problems of Jobwatch itself are never muted. */
export function isQuiet(job: string | undefined, quiet: QuietTimes, at: number): boolean {
  if (job === undefined) return false;
  const isMuted = quiet.mutes.some(m => at < m.until && matchesPattern(m.pattern, job));
  return isMuted || isInMaintenance(quiet.maintenance, job, at) !== undefined;
}

import type { Maintenance } from '../model/schedule.ts';
import { listOpenWindows } from '../schedule/maintenance.ts';

/** Jobs that nobody is notified about, until when (Unix seconds), and why. */
export type Muted = Readonly<{
  /** Patterns of job names. */
  jobs: readonly string[];
  until: number;
  reason: string;
  /** Who muted them; undefined for the configuration's maintenance. */
  who: string | undefined;
}>;

/** A mute in the deployed service; `since` is when it was given. Unix seconds. */
export type Mute = Readonly<{
  pattern: string;
  since?: number;
  until: number;
  reason: string;
  who: string;
}>;

type QuietTimes = Readonly<{ mutes: readonly Mute[]; maintenance: readonly Maintenance[] }>;

/** A mute belongs to the minute that it is given in, and a picture may end at its beginning. */
const minuteSeconds = 60;

/** What is muted at a time, in Unix seconds; the mute that ends last comes first. */
export function listMuted({ mutes, maintenance }: QuietTimes, at: number): Muted[] {
  const given = mutes
    .filter(({ since = 0, until }) => since < at + minuteSeconds && at < until)
    .map(({ pattern, until, reason, who }) => ({ jobs: [pattern], until, reason, who }));
  const windows = listOpenWindows(maintenance, at).map(({ window, until }) => ({
    ...{ jobs: window.jobs, until, reason: window.reason, who: undefined },
  }));
  return [...given, ...windows].sort((a, b) => b.until - a.until);
}

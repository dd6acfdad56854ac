import type { Severity } from '../model/job.ts';
import { matchesPattern } from '../schedule/maintenance.ts';
import type { AlarmRecord } from './state.ts';

/** Names of destinations. A name is shown and logged, so it is never a secret address. */
export type Destinations = Readonly<Record<Severity, readonly string[]>>;

/** Who is notified about jobs whose names match. A severity that is not named keeps the default. */
type ResolvedRoute = Readonly<{ jobs: readonly string[] }> & Readonly<Partial<Destinations>>;

/** The first route that matches a job and names the severity applies. */
export type Routes = Readonly<{ defaults: Destinations; routes: readonly ResolvedRoute[] }>;

/** Who is notified about an alarm. About a failing channel: everyone except those notified through it. */
export function findDestinations(
  alarm: Pick<AlarmRecord, 'alert' | 'job' | 'severity'>,
  { defaults, routes }: Routes,
): readonly string[] {
  const { alert, job, severity } = alarm;
  if (alert.startsWith(channelFailing)) {
    const all = new Set([...defaults.critical, ...defaults.warning]);
    return [...all].filter(name => alert !== `${channelFailing}${name}`);
  }
  if (job === undefined) return defaults[severity];
  const matching = routes.find(
    route => route[severity] !== undefined && route.jobs.some(p => matchesPattern(p, job)),
  );
  return matching?.[severity] ?? defaults[severity];
}

/** Every destination that the configuration names. */
export function listDestinations({ defaults, routes }: Routes): ReadonlySet<string> {
  const all = [defaults, ...routes];
  return new Set(all.flatMap(({ warning = [], critical = [] }) => [...warning, ...critical]));
}

/** The name of the alert about a failing channel, before the destination's name. */
export const channelFailing = 'ChannelFailing/';

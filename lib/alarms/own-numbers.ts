import { formatAge, formatDuration } from '../model/format.ts';
import type { AlertName, Job, WindowName } from '../model/job.ts';

/** What holds for a job that sets nothing: the settings of the unlisted ones. */
export type Defaults = Omit<Job, 'name'>;

/** The windows that the alerts look back over; the others look at the present. */
const windowOf: Readonly<Partial<Record<AlertName, WindowName>>> = {
  BackgroundJobFailing: 'failures',
  BackgroundJobCriticalFailureRate: 'criticalFailures',
  BackgroundJobHighDuration: 'duration',
  BackgroundJobCriticalDuration: 'duration',
  BackgroundJobHighItemFailureRate: 'items',
};

/** Which numbers of an alert are this job's own, and what they are for other jobs; a sentence. */
export function describeOwnNumbers(alert: AlertName, job: Job, defaults: Defaults): string {
  const own = [
    ...ownLimit(alert, job, defaults),
    ...ownWindow(windowOf[alert], job, defaults),
    ...ownHold(alert, job, defaults),
  ];
  if (own.length === 0) return 'Its limits are the defaults.';
  return `Its own numbers: ${own.join(', ')}.`;
}

function ownLimit(alert: AlertName, job: Job, defaults: Defaults): string[] {
  const [own, usual] = [job.alerts[alert].limit, defaults.alerts[alert].limit];
  const say = (limit: number) => formatLimit(alert, limit);
  return own === usual ? [] : [`limit ${say(own)} (default ${say(usual)})`];
}

function ownWindow(window: WindowName | undefined, job: Job, defaults: Defaults): string[] {
  if (window === undefined) return [];
  const [own, usual] = [job.windowSeconds[window] ?? 0, defaults.windowSeconds[window] ?? 0];
  return own === usual ? [] : [`window ${formatDuration(own)} (default ${formatDuration(usual)})`];
}

function ownHold(alert: AlertName, job: Job, defaults: Defaults): string[] {
  const [own, usual] = [job.alerts[alert].holdMinutes, defaults.alerts[alert].holdMinutes];
  return own === usual ? [] : [`held for ${own} min (default ${usual} min)`];
}

function formatLimit(alert: AlertName, limit: number): string {
  switch (alert) {
    case 'BackgroundJobNotRunning':
    case 'BackgroundJobCriticallyStale':
      return formatAge(limit);
    case 'BackgroundJobHighDuration':
    case 'BackgroundJobCriticalDuration':
      return `${limit} s`;
    case 'BackgroundJobQueueGrowing':
      return `${limit} times`;
    case 'BackgroundJobCriticalQueueSize':
      return `${limit} entries`;
    default:
      return `${limit} %`;
  }
}

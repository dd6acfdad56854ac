import type { Alert, LimitUnit } from '../checks/check.ts';
import { formatAge, formatDuration } from '../model/format.ts';
import { findSetting, type Job } from '../model/job.ts';

/** The settings of a job without any of its own: those of unlisted jobs. */
type Defaults = Pick<Job, 'alerts' | 'windowSeconds'>;

/** A sentence with the numbers that this job sets for an alert, and their defaults. */
export function describeOwnNumbers(alert: Alert, job: Job, defaults: Defaults): string {
  const own = [
    ...describeOwnLimit(alert, job, defaults),
    ...describeOwnWindow(alert, job, defaults),
    ...describeOwnHold(alert, job, defaults),
  ];
  if (own.length === 0) return 'Its limits are the defaults.';
  return `Its own numbers: ${own.join(', ')}.`;
}

function describeOwnLimit({ name, unit }: Alert, job: Job, defaults: Defaults): string[] {
  const [own, usual] = [findSetting(job, name).limit, findSetting(defaults, name).limit];
  if (own === usual) return [];
  return [`limit ${formatLimit(own, unit)} (default ${formatLimit(usual, unit)})`];
}

function describeOwnWindow({ window }: Alert, job: Job, defaults: Defaults): string[] {
  if (window === undefined) return [];
  const own = job.windowSeconds[window];
  const usual = defaults.windowSeconds[window];
  if (own === undefined || own === usual) return [];
  const instead = usual === undefined ? 'by its runs' : formatDuration(usual);
  return [`window ${formatDuration(own)} (default ${instead})`];
}

function describeOwnHold({ name }: Alert, job: Job, defaults: Defaults): string[] {
  const [own, usual] = [
    findSetting(job, name).holdMinutes,
    findSetting(defaults, name).holdMinutes,
  ];
  return own === usual ? [] : [`held for ${own} min (default ${usual} min)`];
}

function formatLimit(limit: number, unit: LimitUnit): string {
  switch (unit) {
    case 'percent':
      return `${limit} %`;
    case 'age':
      return formatAge(limit);
    case 'duration':
      return `${limit} s`;
    case 'entries':
      return `${limit} entries`;
    case 'ratio':
      return `${limit} times`;
  }
}

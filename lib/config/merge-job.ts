import type { CheckName } from '../model/job.ts';
import type { JobDefaults, JobInput } from './schema-job.ts';
import type { SectionInput } from './schema-section.ts';
import { allAlerts, sections } from './sections.ts';

type SectionValue = boolean | SectionInput | undefined;

/**
 * Merges a job's settings with `defaults`, section by section and key by key. It leaves out defaults
 * that do not apply to the job: grace for a job with an interval, and staleness limits for a job
 * with a schedule.
 */
export function mergeJob(defaults: JobDefaults, own: JobInput): JobInput {
  const merged = sections.map(({ check }): [CheckName, SectionValue] => [
    check,
    mergeSection(suitDefaults(check, defaults, own), own[check]),
  ]);
  const isScheduled = own.schedule !== undefined;
  const grace = isScheduled ? mergeSection(defaults.grace, own.grace) : undefined;
  return {
    ...defaults,
    ...own,
    ...Object.fromEntries(merged),
    grace: typeof grace === 'object' ? grace : undefined,
  };
}

function suitDefaults(check: CheckName, defaults: JobDefaults, own: JobInput): SectionValue {
  const section = defaults[check];
  if (own.schedule === undefined || typeof section !== 'object') return section;
  const ages = allAlerts.filter(({ unit }) => unit === 'age').map(({ keys }) => keys.limit);
  if (check !== 'staleness') return section;
  return Object.fromEntries(Object.entries(section).filter(([key]) => !ages.includes(key)));
}

function mergeSection(byDefault: SectionValue, own: SectionValue): SectionValue {
  if (own === undefined) return byDefault;
  if (typeof byDefault !== 'object' || own === false) return own;
  return own === true ? byDefault : { ...byDefault, ...own };
}

import type { CheckName } from '../model/job.ts';
import type { PrometheusError } from './errors.ts';

/** What cannot be judged: a check, all checks, or the jobs whose past could not be read. */
export type UnreadPart = CheckName | 'all' | 'past';

/** What could not be read, by what cannot be judged without it. */
export type LoadFailures = ReadonlyMap<UnreadPart, PrometheusError>;

/**
 * The checks that cannot be judged without what could not be read. A success may be known only from
 * the success counter, so without runs no age is known either.
 */
export function findWithout(failures: LoadFailures | undefined): ReadonlySet<CheckName> {
  const without = new Set<CheckName>();
  for (const part of failures?.keys() ?? []) {
    if (part !== 'all' && part !== 'past') without.add(part);
    if (part === 'failures') without.add('staleness');
  }
  return without;
}

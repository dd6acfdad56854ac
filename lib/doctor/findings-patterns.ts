import type { Config } from '../config/config.ts';
import { findNearest } from '../config/nearest.ts';
import { matchesPattern } from '../schedule/maintenance.ts';
import { type Finding, listNames } from './finding.ts';

/** The parts of a configuration that name jobs by patterns. */
export type Patterned = Pick<Config, 'maintenance' | 'notify'>;

/**
 * Patterns of maintenance and routes that match no job, listed or known to Prometheus: most are
 * misspelt, and the window or route then applies to nothing.
 */
export function findUnmatchedPatterns(
  { maintenance, notify }: Patterned,
  names: readonly string[],
): Finding[] {
  const find = (patterns: readonly string[]) =>
    patterns.filter(pattern => !names.some(name => matchesPattern(pattern, name)));
  const ofMaintenance = find(maintenance.flatMap(({ jobs }) => jobs));
  const ofRoutes = find(notify.routes.flatMap(({ jobs }) => jobs));
  return [
    ...report(ofMaintenance, names, {
      place: 'maintenance',
      why: 'The window stops no notifications about the job that is meant.',
    }),
    ...report(ofRoutes, names, {
      place: 'notify.routes',
      why: 'Messages about the job that is meant go to other recipients.',
    }),
  ];
}

type Place = Readonly<{ place: string; why: string }>;

function report(
  patterns: readonly string[],
  names: readonly string[],
  { place, why }: Place,
): Finding[] {
  const unique = [...new Set(patterns)];
  if (unique.length === 0) return [];
  const nearest = unique.flatMap(pattern => findNearest(pattern, names) ?? []);
  const hint = nearest.length === 0 ? '' : ` Did you mean ${listNames(nearest)}?`;
  return [
    {
      level: 'warning',
      code: 'pattern-unmatched',
      what: `No job matches ${listNames(unique)} in ${place}.`,
      why,
      advice: `Correct the pattern, or remove it.${hint}`,
    },
  ];
}
